// The learner's end of the study clock: opens a session, sends a heartbeat, keeps the last receipt, survives a lost line.
// What counts is decided by the server; this only tells it what played. See interfaces/study_clock.py.

const RETRY_FIRST = 2000;
const RETRY_MOST = 15000;

export class Clock {
  // lesson, classId: opaque ids. tell(event, detail): opened | receipt | offline | closed | denied.
  constructor(lesson, classId, tell) {
    this.lesson = lesson;
    this.classId = classId;
    this.tell = tell;
    this.forget();
  }

  forget() {
    this.receipt = null;
    this.secret = null;
    this.sentAt = 0;
    this.busy = false;
    this.opening = null;
  }

  get open() {
    return this.receipt !== null;
  }

  // Opens a session once, however often play is pressed meanwhile. The answer is the first receipt, null if it was refused.
  start() {
    if (this.opening === null) this.opening = this.#begin().finally(() => { this.opening = null; });
    return this.opening;
  }

  async #begin() {
    const wanted = { lesson: this.lesson, class: this.classId, ...device() };
    const [status, answer] = await post("/study/sessions", wanted);
    if (status === 201) {
      this.#keep(answer);
      this.secret = answer.secret;
      this.tell("opened", answer);
      return answer;
    }
    if (status === 0 || status === 503) this.tell("offline", {});
    else this.tell("denied", answer);
    return null;
  }

  // One heartbeat. `read` gives what to say at the moment of each try: what never arrived is said anew, what did arrive is
  // answered with the receipt that is stored, so a repeat is always safe. False where one is under way already.
  async beat(read) {
    if (this.busy || !this.open) return false;
    this.busy = true;
    const receipt = this.receipt;
    let wait = RETRY_FIRST;
    while (this.receipt === receipt) {
      const [status, answer] = await post("/study/heartbeat", { receipt, secret: this.secret, ...read() });
      if (status === 200) {
        this.#keep(answer);
        this.tell("receipt", answer);
      } else if (status === 0 || status === 429 || status >= 500) {
        this.tell("offline", {});
        await new Promise((resolve) => setTimeout(resolve, wait));
        wait = Math.min(wait * 2, RETRY_MOST);
      } else {
        this.forget();
        this.tell("closed", answer);
        return true;
      }
    }
    this.busy = false;
    return true;
  }

  // What the challenge of the last receipt asks: status and body. send: and a one-time code goes to the learner's phone or mail.
  challenge(send) {
    return post("/study/challenge", { receipt: this.receipt, secret: this.secret, ...(send ? { send } : {}) });
  }

  // The last heartbeat of a page that closes: what was studied up to now is kept, nothing is waited for.
  leave(body) {
    if (!this.open) return;
    const last = { receipt: this.receipt, secret: this.secret, ...body, leave: true };
    fetch("/study/heartbeat", { method: "POST", body: JSON.stringify(last), keepalive: true, headers: JSON_HEADERS }).catch(() => {});
    this.forget();
  }

  #keep(answer) {
    this.receipt = answer.receipt;
    this.sentAt = performance.now();
    this.every = answer.next_ms;
  }
}

const JSON_HEADERS = { "Content-Type": "application/json" };
const PATIENCE = 20000;
const DEVICE = "yunpei-device";

// This device's own secret, made once and kept: its sessions are known to be one device's. None where nothing can be kept.
function device() {
  try {
    let secret = localStorage.getItem(DEVICE);
    if (secret === null) {
      const random = crypto.getRandomValues(new Uint8Array(32));
      secret = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      localStorage.setItem(DEVICE, secret);
    }
    return { secret };
  } catch {
    return {};
  }
}

// Status and body; status 0 where nothing came back.
async function post(address, body) {
  try {
    const answer = await fetch(address, {
      method: "POST", headers: JSON_HEADERS, body: JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE),
    });
    return [answer.status, await answer.json()];
  } catch {
    return [0, {}];
  }
}
