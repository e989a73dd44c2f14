/**
 * The line to the server: whether it is fit to be asked, what is sent through it, and what comes
 * back. Nothing here decides about a vehicle, and nothing is given up before the server has it.
 */
import { isFull } from "./store.js";

const HISTORY = 5;
const SLOW_MS = 1500;
const ANSWER_MS = 2000; // a scan waits no longer for the server than this
const SYNC_MS = 20_000;
const EVERY_MS = 60_000;
const SOON_MS = 10_000;
const BATCH = 50;
const PIECE = 256 * 1024;
const HEADERS = { "X-Longgang-Device": "1" };

/**
 * Whether the line is fit, from the last results (`{isOk, ms}`, the newest last) and what it was:
 * two failures or slow answers close it, two good answers in a row open it again.
 */
export function isFit(results, wasFit) {
  const isGood = (each) => each.isOk && each.ms < SLOW_MS;
  if (wasFit) return results.slice(-HISTORY).filter((each) => !isGood(each)).length < 2;
  const last = results.slice(-2);
  return last.length === 2 && last.every(isGood);
}

export class Link extends EventTarget {
  constructor(store, clock, { build }) {
    super();
    this.store = store;
    this.clock = clock;
    this.build = build;
    this.results = [];
    this.fit = navigator.onLine !== false;
    this.mode = "auto"; // or "offline", by hand
    this.timer = null;
    this.isFull = false;
    this.asked = null; // the nonce of the check that the server is being asked for
    addEventListener("offline", () => this.note({ isOk: false, ms: ANSWER_MS }, { isSure: true }));
    addEventListener("online", () => this.sync());
  }

  get isOnline() {
    return this.mode === "auto" && this.fit;
  }

  note(result, { isSure = false } = {}) {
    this.results = [...this.results, result].slice(-HISTORY);
    this.fit = isSure ? false : isFit(this.results, this.fit);
    if (!result.isOk && this.timer) this.plan();
    this.tell();
  }

  tell() {
    this.dispatchEvent(new Event("change"));
  }

  /** One request; null when no answer came in time. Its time and outcome count for the line. */
  async request(path, { method = "POST", body, timeout = ANSWER_MS, json = true } = {}) {
    const sentAt = this.clock.wall();
    const began = performance.now();
    try {
      const answer = await fetch(path, {
        method,
        body: json && body ? JSON.stringify(body) : body,
        headers: { ...HEADERS, "Content-Type": json ? "application/json" : "application/octet-stream" },
        signal: AbortSignal.timeout(timeout),
        cache: "no-store",
        credentials: "same-origin",
        redirect: "error",
      });
      const data = await answer.json();
      const ms = performance.now() - began;
      this.note({ isOk: answer.status < 500, ms: Math.min(ms, ANSWER_MS) });
      if (typeof data.now === "number") this.clock.learn(data.now, sentAt, this.clock.wall());
      return { status: answer.status, data };
    } catch {
      this.note({ isOk: false, ms: ANSWER_MS });
      return null;
    }
  }

  /** The server's view of what was scanned, or null: then the phone's own answer counts. */
  async look(question) {
    if (!this.isOnline) return null;
    const answer = await this.request("/checkpoints/device/look", { body: question });
    if (answer?.status === 401) await this.mustForget(answer.data);
    return answer?.status === 200 ? answer.data : null;
  }

  /** Ask for one check while the truck still stands: its outcome, or null without an answer. */
  async ask(check) {
    this.asked = check.nonce;
    const answer = await this.exchange([check], ANSWER_MS, { isShort: true });
    this.asked = null;
    return answer?.done?.find((each) => each.nonce === check.nonce) ?? null;
  }

  /** Send what waits and take what is new; one exchange at a time. */
  sync() {
    this.running ??= this.syncAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async syncAll() {
    for (;;) {
      const waiting = (await this.store.checks()).filter((each) => !each.is_done && each.nonce !== this.asked);
      const batch = waiting.slice(0, BATCH).map(asTold);
      const answer = await this.exchange(batch, SYNC_MS);
      if (!answer) return;
      if (waiting.length <= BATCH) break;
    }
    await this.sendPhotos();
  }

  async exchange(checks, timeout, { isShort = false } = {}) {
    const body = {
      sent_at: this.clock.wall(),
      since: isShort ? null : await this.store.cursor(),
      build: this.build,
      waiting: (await this.store.checks()).filter((each) => !each.is_done).length,
      checks: checks.map(toWire),
    };
    const answer = await this.request("/checkpoints/device/sync", { body, timeout });
    if (answer?.status === 401) await this.mustForget(answer.data);
    if (answer?.status !== 200) return null;
    const { data } = answer;
    for (const done of data.done) await this.settle(done, checks);
    if (data.forget) await this.mustForget(data);
    else if (data.feed) await this.take(data.feed, data.now);
    this.tell();
    return data;
  }

  async settle(done, sent) {
    const check = await this.store.check(done.nonce);
    if (!check || done.state === "refused") return;
    const was = sent.find((each) => each.nonce === done.nonce);
    if (JSON.stringify(was?.undone ?? null) !== JSON.stringify(check.undone ?? null)) return;
    const isFaulty = done.state === "faulty";
    await this.store[isFaulty ? "change" : "confirm"](done.nonce, {
      is_done: true,
      is_faulty: isFaulty,
      number: done.number ?? "",
      conflicts: done.conflicts ?? [],
      refusals: done.refusals ?? [],
    });
  }

  async take(feed, now) {
    const facts = { cursor: feed.cursor, fetched_at: now, offset: this.clock.offset };
    for (const name of ["device", "issuer", "keys", "limits", "duty", "blocked", "words"]) {
      if (feed[name] !== undefined && feed[name] !== null) facts[name] = feed[name];
    }
    try {
      await this.store.takeFeed(feed, facts);
      this.isFull = false;
    } catch (fault) {
      if (!isFull(fault)) throw fault;
      this.isFull = true; // the lists stay as they were, and their age says so
    }
  }

  async mustForget(data) {
    if (!data?.forget) return;
    await this.store.forgetLists();
    this.dispatchEvent(new Event("forget"));
  }

  /** Pictures in pieces, each from where the server has it; a broken line goes on there later. */
  async sendPhotos() {
    for (const nonce of await this.store.photoNonces()) {
      const check = await this.store.check(nonce);
      if (check && !check.is_done) continue;
      const photo = await this.store.photo(nonce);
      if (photo && !(await this.sendPhoto(nonce, photo))) return;
    }
    this.tell();
  }

  async sendPhoto(nonce, photo) {
    const path = `/checkpoints/device/photos/${nonce}`;
    const known = await this.request(path, { method: "GET", timeout: SYNC_MS });
    if (known?.status !== 200) return false;
    let { received, complete } = known.data;
    while (!complete) {
      const piece = photo.slice(received, received + PIECE);
      if (piece.size === 0) return false;
      const answer = await this.request(`${path}?offset=${received}`, {
        method: "PUT", body: piece, timeout: SYNC_MS, json: false,
      });
      if (answer?.status !== 200) return false;
      if (answer.data.fault) return this.giveUp(nonce);
      ({ received, complete } = answer.data);
    }
    await this.store.dropPhoto(nonce);
    return true;
  }

  /** The server cannot read this picture, and never will: the check says so on the officer's list. */
  async giveUp(nonce) {
    await this.store.change(nonce, { is_faulty: true });
    await this.store.dropPhoto(nonce);
    return true;
  }

  /** From now on, until the page is closed. */
  keepInTouch() {
    this.round();
  }

  async round() {
    this.timer = null;
    try {
      if (this.mode === "auto" && navigator.onLine !== false) await this.sync();
      else this.tell();
    } finally {
      this.plan();
    }
  }

  /** The next round: in a minute on a fit line; soon when something failed, to notice when it is back. */
  plan() {
    const isWell = this.fit && this.results.at(-1)?.isOk !== false;
    const wait = isWell ? EVERY_MS : SOON_MS;
    const at = performance.now() + wait;
    if (this.timer && this.nextAt <= at) return;
    clearTimeout(this.timer);
    this.nextAt = at;
    this.timer = setTimeout(() => this.round(), wait);
  }
}

/** What was asked for and not answered has happened by the phone's own answer. */
function asTold(check) {
  return check.mode === "ask" ? { ...check, mode: "tell", is_offline: true } : check;
}

/** What of a check goes to the server. */
function toWire(check) {
  const { is_done: _done, is_faulty: _faulty, number: _number, conflicts: _conflicts, refusals: _refusals, ...rest } = check;
  return rest;
}
