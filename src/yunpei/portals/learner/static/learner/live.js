// Plays what is being sent live: asks for the list again and again and hands each new segment to the film, whose time is the place
// in the lesson. Somebody who comes late, or was away for longer than the list is, begins near the end of what was sent.
import { got } from "../ui/stream.js";

const NEAR = 3; // segments before the end to begin with
const BEHIND = 30; // seconds kept
const LOOK = 2000; // ms between two looks at the list

const film = document.querySelector("video[data-live]");
const waiting = document.querySelector("[data-live-wait]");
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function list(address) {
  try {
    return new TextDecoder().decode((await got(address))[0]);
  } catch {
    return ""; // it is over, and its film is there
  }
}

async function watch(address) {
  let codecs = null; // of what is sent, once anything was
  while (!codecs) {
    codecs = /CODECS="([^"]+)"/.exec(await list(address))?.[1];
    if (!codecs) await pause(LOOK);
  }
  waiting.hidden = true;
  film.hidden = false;
  const type = `video/mp4; codecs="${codecs}"`;
  if (window.MediaSource?.isTypeSupported(type)) await feed(new URL("now.m3u8", new URL(address, location)), type);
  else film.src = address; // a browser that knows HLS itself
}

async function feed(address, type) {
  const source = new MediaSource();
  film.src = URL.createObjectURL(source);
  await new Promise((done) => source.addEventListener("sourceopen", done, { once: true }));
  source.duration = Infinity;
  const buffer = source.addSourceBuffer(type);
  buffer.mode = "sequence"; // each goes on where the last one ended, whatever the encoder's clock says
  const settled = () => new Promise((done) => buffer.addEventListener("updateend", done, { once: true }));
  let last = 0;
  for (let over = false; !over; await pause(over ? 0 : LOOK)) {
    if (film.paused) continue;
    const text = await list(address);
    const listed = segments(text);
    let fresh = listed.filter((one) => one.n > last);
    if (fresh.length && fresh[0].n !== last + 1) {
      fresh = listed.slice(-NEAR);
      buffer.timestampOffset = fresh[0].start;
      film.currentTime = fresh[0].start;
    }
    for (const one of fresh) {
      try {
        const [data] = await got(new URL(`${one.n}.mp4`, address));
        buffer.appendBuffer(data);
        await settled();
      } catch {
        break; // it has left the list meanwhile: look again
      }
      last = one.n;
    }
    if (buffer.buffered.length && film.currentTime - buffer.buffered.start(0) > BEHIND) {
      buffer.remove(0, film.currentTime - BEHIND);
      await settled();
    }
    over = text.includes("#EXT-X-ENDLIST") && last === listed.at(-1)?.n;
  }
  source.endOfStream();
}

// Number and beginning (seconds into the lesson) of each segment. The list's dates count from 1970.
function segments(text) {
  const found = text.matchAll(/#EXT-X-PROGRAM-DATE-TIME:(\S+)\s+#EXTINF:[\d.]+,\s+(\d+)\.ts/g);
  return [...found].map(([, date, n]) => ({ n: Number(n), start: Date.parse(date) / 1000 }));
}

watch(film.dataset.live);

// A question that was sent leaves its field empty for the next one.
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.target.id === "ask-form") event.target.reset();
});
