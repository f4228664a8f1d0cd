// A visitor's number on the phone: it hears what the hall board hears, so a call is here at
// the same moment; then it fills the screen, sounds and vibrates until somebody touches it.
// Without the line it says so, and comes back by itself.
import { speak } from "./speak.js";

const OFTEN = 4_000; // ms between looks when it is soon one's turn
const SELDOM = 20_000;
const SOON = 5; // so many ahead, or fewer
const SILENT_FOR = 15_000; // the hall sends something every four seconds
const place = document.querySelector("[data-slip]");
const lost = document.querySelector("[data-lost]");
const sound = document.querySelector("[data-sound]");
const OVER = ["finished", "abandoned"];
let source, heard = performance.now(), looked = performance.now(), looking = false;
let alarm = null, tone = null;

const now = () => place.firstElementChild.dataset;

function listen() {
  source?.close();
  source = new EventSource(place.dataset.board);
  source.addEventListener("board", (event) => {
    heard = performance.now();
    const called = JSON.parse(event.data).html.includes(`>${now().number}<`);
    if (called !== (now().state === "called") || Number(now().ahead) <= SOON) look(called ? 0 : OFTEN);
  });
}

async function look(gap) {
  if (looking || performance.now() - looked < gap) return;
  looking = true;
  try {
    const headers = { "HX-Request": "true", Unattended: "1" };
    const answer = await fetch(place.dataset.slip, { headers, signal: AbortSignal.timeout(8_000) });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.text());
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  looked = performance.now();
  looking = false;
}

function show(html) {
  const before = now().state;
  place.innerHTML = html;
  if (now().state === "called" && before !== "called") ring();
  if (now().state !== "called") silence();
  if (OVER.includes(now().state)) {
    source.close();
    clearInterval(timer);
    sound.hidden = true;
  }
}

// Until it is touched, or nobody is called any more.
function ring() {
  silence();
  const once = () => {
    navigator.vibrate?.([600, 200, 600]);
    if (tone) beep();
    speak(now().say);
  };
  once();
  alarm = setInterval(once, 6_000);
}

function silence() {
  clearInterval(alarm);
  alarm = null;
  navigator.vibrate?.(0);
}

function beep() {
  const wave = tone.createOscillator();
  wave.frequency.value = 880;
  wave.connect(tone.destination);
  wave.start();
  wave.stop(tone.currentTime + 0.5);
}

// Browsers keep a page silent until it is touched: the first touch opens the sound.
sound.hidden = !window.AudioContext;
document.addEventListener("pointerdown", () => {
  if (alarm) silence();
  if (!tone && window.AudioContext) tone = new AudioContext();
  sound.hidden = true;
});

function tick() {
  if (performance.now() - heard > SILENT_FOR) {
    lost.hidden = false;
    heard = performance.now();
    listen();
    look(0);
  }
  look(now().state === "called" || Number(now().ahead) <= SOON ? 2 * OFTEN : SELDOM);
}

listen();
if (now().state === "called") ring();
const timer = setInterval(tick, 2_000);
document.addEventListener("visibilitychange", () => { if (!document.hidden) look(0); });
