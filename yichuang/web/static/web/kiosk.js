// The machine by itself: it speaks the number, prints the slip, and goes back to the start.
import { speak } from "./speak.js";

const IDLE = 60; // seconds: whoever stood here has gone
const here = document.querySelector("[data-return]");
const start = document.querySelector("[data-idle]");

function after(seconds, show, done) {
  let left = seconds;
  const tick = () => {
    show(left);
    if (left === 0) done();
    left -= 1;
  };
  tick();
  const timer = setInterval(() => (left < 0 ? clearInterval(timer) : tick()), 1000);
  return { again: () => { left = seconds; } };
}

// The start page is fetched to see that the hall answers; a machine never ends on the
// browser's own error page.
async function go(address) {
  try {
    await fetch(address, { method: "GET", headers: { Unattended: "1" } });
    location.replace(address);
  } catch {
    setTimeout(() => go(address), 3000);
  }
}

if (here) {
  const countdown = here.querySelector(".countdown");
  const show = (left) => { if (countdown) countdown.textContent = left > 0 ? `(${left})` : ""; };
  const waiting = after(Number(here.dataset.after), show, () => go(here.dataset.return));
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, waiting.again);
  speak(here.dataset.say);
  if ("printNow" in here.dataset) window.print();
}

if (start) {
  const waiting = after(IDLE, () => {}, () => go(start.dataset.idle));
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, waiting.again);
  let sent = false;
  start.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  // Whoever comes back to a page that was kept gets a fresh one, with a key of its own.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
