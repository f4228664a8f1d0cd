// The live hall: a lost line is said, and taken back once an answer comes.
const lost = document.getElementById("lost");
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, () => (lost.hidden = false));
}
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.successful) lost.hidden = true;
});
