// What every page needs. Pages work without any of it.
import "./tables.js";
import "./why.js";

document.documentElement.classList.add("js");

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
