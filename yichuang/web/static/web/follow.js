// A case that nobody is reading any more is put away: the next person at this browser is
// somebody else. A warning comes first; any touch or key goes on reading.
const form = document.querySelector("[data-done]");
const soon = form.querySelector("[data-soon]");
const WARN = 30; // seconds before the end
let left = Number(form.dataset.done);

function stay() {
  left = Number(form.dataset.done);
  soon.hidden = true;
}

for (const kind of ["pointerdown", "keydown", "scroll", "touchstart"]) {
  addEventListener(kind, stay, { passive: true });
}
form.querySelector("[data-stay]").addEventListener("click", stay);
setInterval(() => {
  left -= 1;
  if (left === WARN) soon.hidden = false;
  if (left === 0) form.requestSubmit();
}, 1000);
