// The lesson page: joins the film (or the reading) with the study clock, and shows what the server has receipted.
import { Challenge } from "./challenge.js";
import { Clock } from "./clock.js";
import { Stretch } from "./stretch.js";

const FEWEST = 5000; // ms between heartbeats that count
const AHEAD = 2000; // ms past what was watched that a first viewing may jump

const box = document.querySelector("[data-player]");
const film = box.querySelector("video");
const live = film?.hasAttribute("data-live");
const words = JSON.parse(document.getElementById("player-words").textContent);
const part = (name) => box.querySelector(`[data-show="${name}"]`);
let reading = false;
let reply = null; // to a challenge, until a heartbeat has carried it
let interrupted = false; // the film was stopped by a challenge, and goes on after it
let reach = 0;
let before = 0; // ms of the film, a moment ago: where a jump started
let jumping = false;

// Where a film is, ms into the lesson. A browser that plays HLS itself counts a live one from where it came in.
const place = () => film.currentTime * 1000 + ((live && film.getStartDate?.().getTime()) || 0);
const now = () => ({
  position: film ? place() : 0,
  playing: film ? !film.paused && !film.seeking && film.readyState > 2 : reading,
  visible: document.visibilityState === "visible",
  rate: film ? film.playbackRate : 1,
});
const stretch = new Stretch(now);
const clock = new Clock(box.dataset.lesson, box.dataset.class, (event, detail) => told[event](detail));
const challenge = new Challenge(document.querySelector("[data-challenge]"), words, clock, (text) => { reply = text; });

const told = {
  opened(answer) {
    reach = answer.reach;
    const there = answer.position >= answer.planned_ms - 1000 ? 0 : answer.position;
    if (film && !live && film.currentTime < 1 && there > 1000) {
      jumping = true;
      film.currentTime = there / 1000;
    }
    stretch.begin(live ? place() : null); // live one goes on where it is, not where one was
    show(answer);
    asked(answer);
    state("running");
  },
  receipt(answer) {
    reach = Math.max(reach, answer.reach);
    show(answer);
    asked(answer);
    state(now().playing ? "running" : "paused");
    if (answer.lesson_ms >= answer.planned_ms && !answer.challenge) state("finished");
  },
  offline() { state("offline"); },
  closed(answer) {
    film?.pause();
    reading = false;
    over();
    state(words[`closed_${answer.reason}`] ? `closed_${answer.reason}` : "closed");
  },
  denied(answer) {
    film?.pause();
    reading = false;
    state("denied", answer.text?.[document.documentElement.lang === "en" ? "en" : "zh"]);
  },
};

// A film waits for the answer, so that nothing of it is missed; reading goes on, and what is live waits for nobody.
function asked(answer) {
  if (answer.challenge && film && !live && !film.paused) { interrupted = true; film.pause(); }
  if (!answer.challenge && interrupted) { interrupted = false; film.play().catch(() => state("paused")); }
  challenge.take(answer);
}

function over() {
  reply = null;
  interrupted = false;
  challenge.take({ challenge: "", answer_ms: 0 });
}

function leftOut(excluded) {
  const found = Object.entries(excluded).filter(([, ms]) => ms >= 1000).sort(([, one], [, other]) => other - one);
  part("out").textContent = found.map(([code, ms]) => `${words[`why_${code}`]} ${clockTime(ms)}`).join(words.between);
  part("out").parentElement.hidden = found.length === 0;
}

function show(answer) {
  leftOut(answer.excluded_ms);
  part("lesson").value = answer.lesson_ms;
  part("lesson").max = answer.planned_ms;
  part("minutes").textContent = `${clockTime(answer.lesson_ms)} / ${clockTime(answer.planned_ms)}`;
  part("at").textContent = new Date(answer.at).toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
  part("receipts").textContent = String(answer.seq + 1);
  box.dataset.seq = answer.seq;
  box.dataset.credited = answer.lesson_ms;
}

function clockTime(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function state(told, more) {
  const name = challenge.id && (told === "running" || told === "paused") ? "asked" : told;
  if (box.dataset.state === name && !more) return;
  box.dataset.state = name;
  part("state").textContent = more || words[name];
}

async function beat(from) {
  const given = reply;
  const sent = await clock.beat(() => (given === null ? stretch.said() : { ...stretch.said(), answer: given }));
  if (sent && reply === given) reply = null;
  if (sent) stretch.begin(from);
  return sent;
}

// Ends a stretch where the page changes, if it is long enough to count; a shorter one goes on and is told as the worse of both.
function turn(from = null) {
  if (clock.open && !clock.busy && performance.now() - clock.sentAt >= FEWEST) return beat(from);
  stretch.look();
  return null;
}

async function play() {
  if (clock.open && challenge.id && !live) { interrupted = true; film?.pause(); return; }
  if (clock.open) { turn(); state("running"); return; }
  film?.pause();
  if (await clock.start()) {
    reading = !film;
    if (challenge.id && !live) interrupted = true;
    else film?.play().catch(() => state("paused"));
  }
}

if (film) {
  film.addEventListener("play", play);
  film.addEventListener("pause", () => { if (clock.open && !film.ended) { turn(); state("paused"); } });
  film.addEventListener("ended", () => { turn(); state("ended"); });
  film.addEventListener("ratechange", () => turn());
  film.addEventListener("timeupdate", () => {
    if (film.seeking) return;
    before = place();
    if (!film.paused && document.visibilityState === "visible") reach = Math.max(reach, Math.min(before, reach + 2000));
  });
  film.addEventListener("seeking", () => {
    if (!live && place() > reach + AHEAD && clock.open) {
      film.currentTime = Math.min(reach, before) / 1000; // a first viewing goes on from where it was
      state("ahead");
      return;
    }
    if (!jumping) stretch.cut(before);
  });
  film.addEventListener("seeked", () => {
    const there = place();
    before = there;
    if (jumping) { jumping = false; return; }
    if (!clock.open) return;
    if (!turn(there)) stretch.begin(there); // too short to count by itself: it is given up, a jump is not
  });
} else {
  part("begin").addEventListener("click", play);
}

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") film?.pause(); // off screen nothing counts: nothing should be missed either
  turn();
});
window.addEventListener("pagehide", () => { clock.leave(stretch.said()); reading = false; });
window.addEventListener("online", () => turn());

setInterval(() => {
  stretch.look();
  if (clock.open && !clock.busy && performance.now() - clock.sentAt >= (reply === null ? clock.every : FEWEST)) beat(null);
}, 1000);

box.dataset.ready = "yes";
