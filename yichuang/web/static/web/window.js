// The window workstation by keyboard. Each key is written on its button (aria-keyshortcuts),
// so a key does what the page offers now, and nothing else. Everything works without it.
const typing = "input, select, textarea, [contenteditable]";
const pressable = "button, a, summary";
const station = document.getElementById("window");
const keys = document.getElementById("keys");

function offering(key) {
  const selector = `[aria-keyshortcuts~="${CSS.escape(key)}"]`;
  return [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
}

function openAsk() {
  return document.querySelector("details.ask[open]");
}

function closeAsk(ask) {
  ask.open = false;
  ask.querySelector("summary").focus();
}

// Letters sleep while a form is open or an answer is on its way (whoever types on blindly
// must not put a visitor on hold), and can be switched off on this machine (WCAG 2.1.4).
const OFF = "yichuang.letters-off";

function isLetter(key) {
  return /^[a-z]$/i.test(key) || key === "/";
}

// The queue looks by itself every few seconds; a press while it does is not lost.
const BUSY = '[data-taking-in], .htmx-request:not([hx-trigger^="every"])';

function lettersSleep() {
  return localStorage.getItem(OFF) === "1" || document.querySelector(BUSY);
}

const lettersOff = document.getElementById("letters-off");
lettersOff.checked = localStorage.getItem(OFF) === "1";
lettersOff.addEventListener("change", () => localStorage.setItem(OFF, lettersOff.checked ? "1" : "0"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (document.querySelector("dialog[open]")) return;
  const ask = openAsk();
  if (event.key === "Escape") {
    if (ask) closeAsk(ask);
    else if (event.target.matches(typing)) event.target.blur();
    return;
  }
  if (event.target.matches(typing)) return;
  if (ask) {
    const choice = /^[1-9]$/.test(event.key) && ask.querySelectorAll(".ask-list button")[Number(event.key) - 1];
    if (choice) {
      event.preventDefault();
      choice.click();
    }
    if (choice || !/^[tp]$/i.test(event.key)) return;
  }
  if (isLetter(event.key) && lettersSleep()) return;
  const name = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  if ((name === "Space" || name === "Enter") && event.target.closest(pressable)) return;
  const offered = offering(name);
  if (offered) {
    event.preventDefault();
    if (offered.matches(typing)) offered.select();
    else offered.click();
  } else if (name === "R") {
    document.querySelector("[data-recall]")?.focus();
  }
});

// A question that opens is answered from the keyboard; a click beside it closes it.
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details.ask[open]")) event.target.querySelector(".ask-list button")?.focus();
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) keys.showModal();
  const ask = openAsk();
  if (ask && !ask.contains(event.target)) ask.open = false;
  if (event.target === keys) keys.close();
});

// A form that was begun isn't thrown away unasked.
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-taking-in]");
  if (form) form.dataset.begun = "1";
});

document.addEventListener("htmx:confirm", (event) => {
  if (!event.target.matches("[data-leaves]") || !document.querySelector("[data-taking-in][data-begun]")) return;
  event.preventDefault();
  if (window.confirm(station.dataset.unsaved)) event.detail.issueRequest(true);
});

// Whom the window sent away can be fetched back for some seconds; then the offer goes away.
function countDown() {
  const offer = document.querySelector("[data-undo]:not([data-until])");
  if (!offer) return;
  offer.dataset.until = Date.now() + 1000 * Number(offer.dataset.undo);
  const left = offer.querySelector(".undo-left b");
  const ticking = setInterval(() => {
    const seconds = Math.ceil((Number(offer.dataset.until) - Date.now()) / 1000);
    left.textContent = Math.max(0, seconds);
    if (seconds <= 0 || !offer.isConnected) {
      clearInterval(ticking);
      offer.remove();
    }
  }, 250);
}
countDown();
document.addEventListener("htmx:afterSettle", countDown);

// A lost line is said, and taken back once an answer comes.
const lost = document.getElementById("lost");
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => (lost.hidden = false));
}
document.addEventListener("htmx:afterOnLoad", () => (lost.hidden = true));

// The guide on the right follows the item that was chosen.
document.addEventListener("htmx:afterSettle", () => {
  const form = document.querySelector("[data-guide]");
  const shown = document.getElementById("guide-found");
  if (!form || !shown || shown.dataset.shows === form.dataset.guide) return;
  shown.dataset.shows = form.dataset.guide;
  htmx.ajax("GET", form.dataset.guide, { target: shown, swap: "innerHTML" });
});
