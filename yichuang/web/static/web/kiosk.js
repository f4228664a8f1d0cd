// The machine by itself: it takes the number, speaks it, prints the slip, goes back to the
// start. It never leaves its page before the hall has answered, so without a network it says
// so, tries again, and comes back by itself; a press never ends on the browser's error page.
import { speak } from "./speak.js";

const IDLE = 60; // seconds: whoever stood here has gone
const TRY_AGAIN_AFTER = 3_000; // ms
const ANSWERS_WITHIN = 8_000; // ms
const KEPT_FOR = 45_000; // ms a press is tried again; then its visitor has gone elsewhere
const here = document.querySelector("[data-return]");
const start = document.querySelector("[data-idle]");
const lost = document.querySelector("[data-lost]");

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

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Ask the hall until it answers; what a gateway or a starting hall says (502–504) is no answer.
async function ask(address, options = {}, until = Infinity) {
  for (;;) {
    try {
      const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(ANSWERS_WITHIN) });
      if (answer.status < 502 || answer.status > 504) {
        lost.hidden = true;
        return answer;
      }
    } catch {
      // no line
    }
    lost.hidden = false;
    if (performance.now() > until) return null;
    await pause(TRY_AGAIN_AFTER);
  }
}

async function go(address) {
  await ask(address, { headers: { Unattended: "1" } });
  location.replace(address);
}

function showAnswer(answer, text) {
  history.replaceState(null, "", answer.url);
  document.open();
  document.write(text);
  document.close();
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
  start.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sent) return;
    sent = true;
    // The same key with every try: however often it is sent, it is one number.
    const body = new URLSearchParams(new FormData(start, event.submitter));
    const answer = await ask(start.action || location.href, { method: "POST", body }, performance.now() + KEPT_FOR);
    if (!answer) return go(start.dataset.idle);
    if (answer.redirected && answer.ok) return location.replace(answer.url);
    showAnswer(answer, await answer.text());
  });
  // Whoever comes back to a page that was kept gets a fresh one, with a key of its own.
  addEventListener("pageshow", (event) => { if (event.persisted) go(location.href); });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || event.defaultPrevented) return;
  event.preventDefault();
  go(link.href);
});
