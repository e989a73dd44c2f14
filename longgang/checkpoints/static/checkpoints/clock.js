/**
 * The server's time as far as this phone can tell it. The phone's own clock may be wrong, and
 * somebody may set it while the page is open: then the difference is corrected by what the page's
 * steady clock says, until the server is heard again.
 */
const JUMP_MS = 2000;

export class Clock {
  /** `offset` is server minus phone in milliseconds, or null when the server was never heard. */
  constructor(offset, { wall = () => Date.now(), steady = () => performance.now() } = {}) {
    this.offset = offset;
    this.wall = wall;
    this.steady = steady;
    this.mark();
  }

  mark() {
    this.seen = { wall: this.wall(), steady: this.steady() };
  }

  /** Notice that somebody has set the phone's clock. */
  watch() {
    const jump = this.wall() - this.seen.wall - (this.steady() - this.seen.steady);
    this.mark();
    if (Math.abs(jump) > JUMP_MS && this.offset !== null) this.offset -= jump;
  }

  now() {
    this.watch();
    return this.seen.wall + (this.offset ?? 0);
  }

  /** The server said `now` in answer to what was sent and received at these moments of the phone. */
  learn(now, sentAt, receivedAt) {
    this.mark();
    this.offset = Math.round(now - (sentAt + receivedAt) / 2);
  }
}
