// The desk by keyboard: J and K walk the list, Enter opens, A and R go to the buttons of a decision
// and press nothing: who decides still presses Enter. Everything works without it.
const typing = "input:not([type=checkbox]), select, textarea, [contenteditable]";

// Letters sleep while something is typed and can be switched off on this machine (WCAG 2.1.4);
// the switch is the window's too.
const OFF = "yichuang.letters-off";
const lettersOff = document.getElementById("letters-off");
lettersOff.checked = localStorage.getItem(OFF) === "1";
lettersOff.addEventListener("change", () => localStorage.setItem(OFF, lettersOff.checked ? "1" : "0"));

function rows() {
  return [...document.querySelectorAll(".worklist tbody tr")];
}

function walk(by) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[here < 0 ? 0 : Math.min(all.length - 1, Math.max(0, here + by))];
  next?.querySelector("a").focus();
}

const DOES = {
  j: () => walk(1),
  k: () => walk(-1),
  a: () => document.querySelector("[data-agrees]")?.focus(),
  r: () => document.querySelector("[data-refuses]")?.focus(),
  "/": () => document.getElementById("words")?.select(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.matches(typing)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const does = localStorage.getItem(OFF) === "1" ? null : DOES[event.key.toLowerCase()];
  if (!does) return;
  event.preventDefault();
  does();
});

// The list looks by itself every half minute; whoever stands on a row stays on it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const row = document.activeElement?.closest(".worklist tr");
  event.target.dataset.stood = row?.id ?? "";
});
document.addEventListener("htmx:afterSettle", (event) => {
  const row = event.target.dataset.stood && document.getElementById(event.target.dataset.stood);
  if (row) row.querySelector("a").focus({ preventScroll: true });
});
