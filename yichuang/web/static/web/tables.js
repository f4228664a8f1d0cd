// A table too wide for its place scrolls there; with a keyboard too.
function reachable() {
  for (const table of document.querySelectorAll("table")) {
    const place = table.parentElement;
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
}

reachable();
window.addEventListener("resize", reachable);
document.addEventListener("htmx:afterSettle", reachable);
