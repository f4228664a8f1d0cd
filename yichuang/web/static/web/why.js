// 为什么: opens the reasons as a drawer. Without this file they unfold in place.
const english = document.documentElement.lang === "en";
const words = english
  ? { heading: "Why", print: "Print", close: "Close" }
  : { heading: "为什么", print: "打印", close: "关闭" };

let drawer;

function element(tag, attributes, text) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text) made.textContent = text;
  return made;
}

function build() {
  drawer = element("dialog", { class: "drawer", "aria-labelledby": "drawer-heading" });
  const head = element("div", { class: "drawer-head" });
  const buttons = element("div", { class: "row" });
  const print = element("button", { type: "button" }, words.print);
  const close = element("button", { type: "button" }, words.close);
  print.addEventListener("click", printDrawer);
  close.addEventListener("click", () => drawer.close());
  buttons.append(print, close);
  head.append(element("h2", { id: "drawer-heading" }, words.heading), buttons);
  drawer.append(head, element("div", { class: "why-body" }));
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close(); // beside the drawer
  });
  document.body.append(drawer);
}

function printDrawer() {
  const page = document.documentElement;
  page.classList.add("printing-why");
  window.addEventListener("afterprint", () => page.classList.remove("printing-why"), {
    once: true,
  });
  window.print();
}

document.addEventListener("click", (event) => {
  const summary = event.target.closest("details.why > summary");
  if (!summary) return;
  event.preventDefault();
  if (!drawer) build();
  const reasons = summary.parentElement.querySelector(".why-body").cloneNode(true);
  drawer.querySelector(".why-body").replaceWith(reasons);
  drawer.showModal();
  drawer.scrollTop = 0;
});
