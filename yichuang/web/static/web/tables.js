// A table too wide for its place scrolls there, with a keyboard too; on a phone its rows
// become cards, each cell under its column's name.
function labelled() {
  for (const table of document.querySelectorAll("table:not(.labelled, .plain)")) {
    const heads = [...table.querySelectorAll("thead th")].map((one) => one.innerText.trim());
    if (heads.length < 2) continue;
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.cells].forEach((cell, n) => {
        if (cell.tagName === "TD" && heads[n]) cell.dataset.label = heads[n];
      });
    }
    table.classList.add("labelled");
  }
}

function reachable() {
  labelled();
  for (const table of document.querySelectorAll("table")) {
    const place = table.parentElement;
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
}

reachable();
window.addEventListener("resize", reachable);
document.addEventListener("htmx:afterSettle", reachable);
