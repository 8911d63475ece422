// Plays a film that was cut into several sizes (HLS: one byte-ranged fMP4 per size) through Media Source Extensions: begins
// with the smallest, goes up as the line allows, waits out a lost one. Where there is no such thing the browser's own <source>s
// play: HLS on iPhones, the upload itself elsewhere.

const AHEAD = 24; // seconds kept in store
const BEHIND = 30; // seconds kept for going back
const SAFE = 0.7; // of the measured speed may be used
const RETRY_FIRST = 1000;
const RETRY_MOST = 15000;

export async function stream(film, address) {
  if (!("MediaSource" in window)) return;
  const sizes = await listed(address);
  if (sizes.length === 0) return;
  const source = new MediaSource();
  film.src = URL.createObjectURL(source);
  await new Promise((done) => source.addEventListener("sourceopen", done, { once: true }));
  await new Loader(film, source, sizes).begin();
}

async function listed(address) {
  const [text] = await got(address);
  const lines = new TextDecoder().decode(text).split("\n");
  const sizes = [];
  for (const [n, line] of lines.entries()) {
    if (!line.startsWith("#EXT-X-STREAM-INF:")) continue;
    const type = `video/mp4; codecs="${/CODECS="([^"]+)"/.exec(line)[1]}"`;
    const bits = Number(/BANDWIDTH=(\d+)/.exec(line)[1]);
    if (MediaSource.isTypeSupported(type)) sizes.push({ bits, type, address: new URL(lines[n + 1], new URL(address, location)) });
  }
  return sizes.sort((one, other) => one.bits - other.bits);
}

class Loader {
  constructor(film, source, sizes) {
    this.film = film;
    this.source = source;
    this.sizes = sizes;
    this.speed = 0; // bits a second, smoothed
    this.headOf = null; // the size whose head the buffer has
    this.busy = false;
  }

  async begin() {
    const first = await this.opened(this.sizes[0]);
    this.buffer = this.source.addSourceBuffer(this.sizes[0].type);
    this.source.duration = first.at(-1).end;
    for (const event of ["play", "timeupdate", "seeking", "waiting"]) this.film.addEventListener(event, () => this.fill());
    if (!this.film.paused) this.fill(); // nothing is fetched before someone wants to see it
  }

  // The segments of one size: their times, and their bytes in its file.
  async opened(size) {
    if (size.segments) return size.segments;
    const [data] = await got(size.address);
    const text = new TextDecoder().decode(data);
    const map = /#EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@0"/.exec(text);
    let time = 0;
    const segments = [];
    for (const [, seconds, bytes, from] of text.matchAll(/#EXTINF:([\d.]+),\s+#EXT-X-BYTERANGE:(\d+)@(\d+)/g)) {
      segments.push({ start: time, end: time + Number(seconds), from: Number(from), bytes: Number(bytes) });
      time = segments.at(-1).end;
    }
    size.file = new URL(map[1], size.address);
    size.head = Number(map[2]);
    size.segments = segments;
    return segments;
  }

  async fill() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (await this.next());
    } finally {
      this.busy = false;
    }
  }

  // Fetches the next segment that is wanted; false when there is enough in store.
  async next() {
    const at = this.film.currentTime;
    const end = this.stored(at);
    if (end - at >= AHEAD) return false;
    const size = this.fitting();
    const segments = await this.opened(size);
    const place = segments.findIndex((one) => one.end > end + 0.1);
    if (place < 0) {
      if (this.source.readyState === "open") this.source.endOfStream();
      return false;
    }
    const segment = segments[place];
    if (this.headOf !== size) {
      const [head] = await got(size.file, 0, size.head);
      if (this.headOf?.type !== size.type) this.buffer.changeType?.(size.type);
      await this.append(head);
      this.headOf = size;
    }
    const [data, ms] = await got(size.file, segment.from, segment.bytes);
    const speed = (data.byteLength * 8000) / Math.max(ms, 1);
    this.speed = this.speed ? this.speed * 0.6 + speed * 0.4 : speed;
    await this.append(data);
    await this.forget(at - BEHIND);
    return true;
  }

  // Where the stretch ends that is in store around a moment; the moment itself where none is.
  stored(at) {
    const ranges = this.buffer.buffered;
    for (let n = 0; n < ranges.length; n++) if (ranges.start(n) <= at + 0.2 && ranges.end(n) > at) return ranges.end(n);
    return at;
  }

  fitting() {
    const sparing = navigator.connection?.saveData;
    const fits = sparing ? [] : this.sizes.filter((one) => one.bits < this.speed * SAFE);
    return fits.at(-1) ?? this.sizes[0];
  }

  async append(data) {
    try {
      this.buffer.appendBuffer(data);
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      await this.forget(this.film.currentTime - 2);
      this.buffer.appendBuffer(data);
    }
    await this.settled();
  }

  async forget(before) {
    if (before <= 0 || !this.buffer.buffered.length || this.buffer.buffered.start(0) >= before) return;
    this.buffer.remove(0, before);
    await this.settled();
  }

  settled() {
    return new Promise((done) => this.buffer.addEventListener("updateend", done, { once: true }));
  }
}

// Bytes, and the milliseconds they took. A lost line is waited for; an answer that says no is an error.
export async function got(address, from = null, bytes = 0) {
  const headers = from === null ? {} : { Range: `bytes=${from}-${from + bytes - 1}` };
  for (let wait = RETRY_FIRST; ; wait = Math.min(wait * 2, RETRY_MOST)) {
    const begun = performance.now();
    try {
      const answer = await fetch(address, { headers });
      if (answer.ok) return [await answer.arrayBuffer(), performance.now() - begun];
      if (answer.status < 500 && answer.status !== 429) throw new Error(`the film is not there: ${answer.status}`);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // a TypeError is fetch's word for a lost line
    }
    await new Promise((done) => setTimeout(done, wait));
  }
}

for (const film of document.querySelectorAll("video[data-stream]")) {
  stream(film, film.dataset.stream).catch(() => { film.removeAttribute("src"); film.load(); });
}
