// The window's case form by keyboard: 1–4 mark the paper in focus and go on to the next,
// the arrows move between papers. Everything works without it, by mouse and Tab.
const inFields = "input:not([type=radio], [type=checkbox]), select, textarea";

function papersOf(target) {
  const form = target.closest("[data-taking-in]");
  return form ? [...form.querySelectorAll("fieldset.paper")] : [];
}

function focusOn(paper) {
  const chosen = paper.querySelector("input[type=radio]:checked") || paper.querySelector("input[type=radio]");
  chosen.focus();
  paper.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const paper = event.target.closest("fieldset.paper");
  if (!paper || event.target.matches(inFields)) return;
  const papers = papersOf(paper);
  const here = papers.indexOf(paper);
  if (/^[1-4]$/.test(event.key)) {
    const mark = paper.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    mark.checked = true;
    mark.dispatchEvent(new Event("change", { bubbles: true }));
    const remark = paper.querySelector(".remark input");
    if (event.key === "1" && papers[here + 1]) focusOn(papers[here + 1]);
    else if (event.key === "1") mark.focus();
    else remark.focus();
  } else if (event.key === "ArrowDown" && papers[here + 1]) {
    focusOn(papers[here + 1]);
  } else if (event.key === "ArrowUp" && papers[here - 1]) {
    focusOn(papers[here - 1]);
  } else return;
  event.preventDefault();
});

// Enter in a remark goes on to the next paper, as a mark does; only then to the button.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches(".remark input")) return;
  const papers = papersOf(event.target);
  const next = papers[papers.indexOf(event.target.closest("fieldset.paper")) + 1];
  if (!next) return;
  event.preventDefault();
  focusOn(next);
});

// Enter in the search takes the first item found. A list that still answers what was typed
// before is waited for: what was meant is taken, never what happened to stand there.
let taking = null;

function take(field) {
  const list = document.querySelector(field.dataset.takes);
  if (list?.querySelector("[data-answers]")?.dataset.answers !== field.value.trim()) return false;
  taking = null;
  list.querySelector("a")?.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!event.target.dataset?.takes) return;
  taking = null;
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  if (take(event.target)) return;
  taking = event.target;
  event.target.form.requestSubmit();
});

document.addEventListener("htmx:afterSettle", () => {
  if (taking?.isConnected) take(taking);
});

// Enter in a field of the applicant goes on to the next, and after the last to the papers;
// once every paper is marked it submits, as the button says.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches(".two input")) return;
  const form = event.target.closest("[data-taking-in]");
  const fields = [...form.querySelectorAll(".two input")].filter((one) => one.checkVisibility());
  const next = fields[fields.indexOf(event.target) + 1];
  const open = papersOf(event.target).find((paper) => !paper.querySelector("input[type=radio]:checked"));
  if (!next && !open) return;
  event.preventDefault();
  if (next) next.focus();
  else focusOn(open);
});
