// A display by itself: listens to the hall, flashes and speaks new calls, keeps the time,
// says when the line is lost and comes back without anybody's help.
import { canSpeak, speak } from "./speak.js";

const SILENT_FOR = 12_000; // ms; the hall sends something every four seconds
const TRY_AGAIN_AFTER = 3_000;
const FLASHES_FOR = 8_000;

const live = document.querySelector("[data-live]");
const lost = document.querySelector("[data-lost]");
const clock = document.querySelector("[data-clock]");
const sound = document.querySelector("[data-sound]");
const known = new Set(calls().map((one) => one.dataset.call));
const flashing = new Map(); // call → until when
let source, heard, shown, time;
let knowsCalls = live.childElementCount > 0;

function calls() {
  return [...live.querySelectorAll("[data-call]")];
}

function listen() {
  source?.close();
  heard = performance.now();
  source = new EventSource(live.dataset.live);
  source.addEventListener("board", (event) => hear(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    lost.hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, TRY_AGAIN_AFTER);
  });
}

function hear(news) {
  heard = performance.now();
  lost.hidden = true;
  // A new day: a fresh page, with its date, opening hours and newest programs.
  if (time && time.day !== news.at.slice(0, 10)) return location.reload();
  if (!time && live.childElementCount === 0) return location.reload();
  time = { day: news.at.slice(0, 10), at: wall(news.at), since: heard, speed: news.speed };
  if (news.html !== shown) {
    shown = news.html;
    live.innerHTML = news.html;
  }
  const fresh = calls().filter((one) => !known.has(one.dataset.call));
  for (const one of fresh.reverse()) {
    known.add(one.dataset.call);
    flashing.set(one.dataset.call, heard + FLASHES_FOR);
    if (knowsCalls) speak(one.dataset.say, () => { sound.hidden = false; });
  }
  knowsCalls = true;
  flash();
}

function flash() {
  const now = performance.now();
  for (const one of calls()) {
    const until = flashing.get(one.dataset.call) ?? 0;
    one.classList.toggle("flash", until > now);
  }
  for (const [call, until] of flashing) if (until <= now) flashing.delete(call);
}

// Milliseconds of the hall's own wall, whatever zone the display's machine is set to.
function wall(at) {
  return Date.parse(`${at.slice(0, 23)}Z`);
}

function tick() {
  const now = performance.now();
  if (now - heard > SILENT_FOR) {
    lost.hidden = false;
    listen();
  }
  flash();
  if (!time) return;
  const at = new Date(time.at + (now - time.since) * time.speed);
  clock.textContent = at.toISOString().slice(11, 16);
}

if (canSpeak) {
  sound.addEventListener("click", () => {
    sound.hidden = true;
    speak("语音叫号已开启。");
  });
}
listen();
setInterval(tick, 1000);
