// What happened since the last receipt, as one heartbeat can say it: one stretch of content, played at one go.

export class Stretch {
  // now(): { position: ms, playing, visible, rate } of the page at this moment.
  constructor(now) {
    this.now = now;
    this.begin(null);
  }

  // A new stretch. from: ms where it goes on after the slider was moved, null where it goes on where the last one ended.
  begin(from) {
    const { playing, visible, rate } = this.now();
    this.from = from;
    this.end = null;
    this.played = playing;
    this.seen = visible;
    this.rate = rate;
  }

  // Looks at the page again: a stretch is playing if any of it was, on screen if all of it was, as fast as its fastest part.
  look() {
    const { playing, visible, rate } = this.now();
    this.played ||= playing;
    this.seen &&= visible;
    this.rate = Math.max(this.rate, playing ? rate : 0);
  }

  // The slider is being moved: what played ends at `position`, the ms before the jump.
  cut(position) {
    if (this.end === null) this.end = position;
  }

  // The body of a heartbeat, apart from receipt and secret.
  said() {
    this.look();
    const position = Math.max(0, Math.round(this.end ?? this.now().position));
    const body = { position, state: this.played ? "playing" : "paused", visible: this.seen, rate: this.rate || 1 };
    if (this.from !== null) body.start = Math.min(Math.round(this.from), position);
    return body;
  }
}
