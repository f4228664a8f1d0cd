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
