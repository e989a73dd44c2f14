/**
 * The checkpoint on a phone: scan, read the answer, decide, go on. With the network or without it.
 * What is here is the order of things; judging, keeping and sending are in modules of their own.
 */
import { Camera, hasCamera } from "../site/js/camera.js";
import { readSigned } from "../passes/code.js";
import { asksToCall, codesOf, decide, mayPass } from "../passes/decide.js";
import { Clock } from "./clock.js";
import { choose, factsOf, refusingAnswer, standingOf } from "./judge.js";
import { Link } from "./link.js";
import { isBlank, readText } from "./reading.js";
import { drawVerdict, fill, momentWords, part, say, show } from "./screens.js";
import { allowSound, signal } from "./signals.js";
import { StatusBar } from "./status.js";
import { StopForm } from "./stop.js";
import { isFull, Store } from "./store.js";
import { listenToReader } from "./wedge.js";
import { isBlocked } from "./blocked.js";

const SAME_CODE_MS = 3000; // the code that still lies before the camera is no second vehicle
const INSIDE_ALREADY = ["passes.already_inside", "passes.inside_on_another"];
const UNDO_MS = 10 * 60 * 1000;
const RECENT = 12;
const LONGEST_NOTE = 300;
const LOW_SPACE = 50 * 1024 * 1024;

class Checkpoint {
  constructor(root, store, held) {
    this.root = root;
    this.settings = root.dataset;
    this.language = document.documentElement.lang.toLowerCase();
    this.store = store;
    this.clock = new Clock(held.offset ?? null);
    this.link = new Link(store, this.clock, { build: this.settings.build });
    this.way = localStorage.getItem("way") ?? "entry";
    this.isSilent = localStorage.getItem("silent") === "yes";
    this.isFull = false;
    this.lastCode = { text: "", at: 0 };
    this.bar = new StatusBar(this);
    this.link.addEventListener("change", () => this.refresh());
    this.link.addEventListener("forget", () => this.forgotten());
    addEventListener("pointerdown", allowSound, { once: true });
    addEventListener("keydown", allowSound, { once: true });
    listenToReader((text) => this.take(text));
  }

  async begin() {
    this.table = await (await fetch(this.settings.decision)).json();
    await this.store.tidy(this.clock.now());
    await this.settleUnclear();
    navigator.storage?.persist?.();
    const held = await this.store.allHeld();
    if (held.device && this.mustForget(held)) await this.forgetByItself();
    else if (held.device) await this.showScan();
    this.link.keepInTouch(); // only now: a round may find the lists too old as well, and empty them
    if (held.device) return;
    const synced = await this.link.sync().then(() => this.store.held("device"));
    if (!synced) return this.showStranger(localStorage.getItem("withdrawn") ? "forgotten" : "stranger");
    localStorage.removeItem("withdrawn");
    return this.showScan();
  }

  /** The server has withdrawn this device, which is still so when the page is opened again. */
  forgotten() {
    if (this.held?.device) localStorage.setItem("withdrawn", "yes");
    this.showStranger("forgotten");
  }

  /** Too long without the server: the lists go, what is not handed in yet stays. */
  mustForget(held) {
    const age = this.clock.now() - (held.fetched_at ?? 0);
    return age > (held.limits?.forget_after_s ?? Infinity) * 1000;
  }

  async forgetByItself() {
    await this.store.forgetLists();
    this.showStranger("expired");
  }

  get ways() {
    return this.held?.device?.ways ?? ["entry", "exit"];
  }

  wordsOf(code) {
    const said = this.held?.words?.[this.language]?.[code] ?? {};
    return [said.words ?? say("unknown_answer"), said.advice ?? ""];
  }

  async refresh() {
    this.held = await this.store.allHeld();
    const checks = await this.store.checks();
    await this.bar.draw(this.held, checks);
    if (this.screen === "scan") this.drawRecent(checks);
    if (this.held.device && this.mustForget(this.held)) this.forgetByItself();
  }

  // --- nothing to judge by -----------------------------------------------------------------------

  showStranger(why) {
    this.stopCamera();
    this.screen = "stranger";
    show(part("stranger", { title: say(`${why}_title`), text: say(`${why}_text`) }));
    this.refresh();
  }

  // --- scanning ----------------------------------------------------------------------------------

  async showScan() {
    this.held = await this.store.allHeld();
    if (!this.ways.includes(this.way)) this.way = this.ways[0];
    this.screen = "scan";
    const screen = show(part("scan", {}, { camera: hasCamera() }));
    this.input = screen.querySelector("[name=code]");
    screen.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const province = screen.querySelector("[name=province]").value;
      const nothing = isBlank(this.input.value);
      fill(screen, {}, { blank: nothing });
      this.input.ariaInvalid = nothing ? "true" : null;
      if (!nothing) return this.take(this.input.value, province);
      this.input.focus();
    });
    const start = screen.querySelector("[data-camera-start]");
    start.addEventListener("click", () => this.startCamera(screen));
    screen.querySelector("[data-camera-stop]").addEventListener("click", () => this.closeCamera(screen));
    screen.querySelector("[data-torch]").addEventListener("click", (event) => this.switchTorch(event));
    for (const button of screen.querySelectorAll("[data-way]")) {
      button.hidden = !this.ways.includes(button.dataset.way);
      button.setAttribute("aria-pressed", String(button.dataset.way === this.way));
      button.addEventListener("click", () => this.chooseWay(button.dataset.way));
    }
    if (matchMedia("(pointer: fine)").matches) this.input.focus({ preventScroll: true });
    await this.refresh();
    this.warnOfSpace();
    if (this.usesCamera) this.startCamera(screen);
  }

  chooseWay(way) {
    this.turnTo(way);
    this.showScan();
  }

  /** Where vehicles come from, from now on. */
  turnTo(way) {
    this.way = way;
    localStorage.setItem("way", way);
  }

  async startCamera(screen) {
    this.usesCamera = true;
    this.stopCamera();
    const view = screen.querySelector("[data-camera]");
    const camera = new Camera(view.querySelector("video"), this.settings);
    this.camera = camera;
    fill(screen, {}, { failed: false, start: false });
    view.hidden = false;
    try {
      await camera.start();
      if (this.camera !== camera) return camera.stop(); // closed while it started
      this.awake = await navigator.wakeLock?.request("screen").catch(() => null);
      screen.querySelector("[data-torch]").hidden = !camera.hasTorch;
      await camera.look((text) => this.seen(text));
    } catch {
      this.closeCamera(screen);
      fill(screen, {}, { failed: true });
    }
  }

  closeCamera(screen) {
    this.usesCamera = false;
    this.stopCamera();
    screen.querySelector("[data-camera]").hidden = true;
    fill(screen, {}, { start: true });
  }

  stopCamera() {
    this.camera?.stop();
    this.camera = null;
    this.awake?.release();
    this.awake = null;
  }

  async switchTorch({ currentTarget: button }) {
    const on = button.getAttribute("aria-pressed") !== "true";
    await this.camera.switchTorch(on);
    button.setAttribute("aria-pressed", String(on));
  }

  seen(text) {
    const now = performance.now();
    const isSame = text === this.lastCode.text && now - this.lastCode.at < SAME_CODE_MS;
    if (isSame || this.screen !== "scan") return;
    this.take(text);
  }

  drawRecent(checks) {
    const place = document.querySelector("[data-recent]");
    const recent = checks.filter((each) => each.action !== "refused" || !each.is_done).slice(-RECENT).reverse();
    fill(document, {}, { nothing: recent.length === 0 });
    place?.replaceChildren(...recent.map((each) => this.recentLine(each)));
  }

  recentLine(check) {
    const at = new Date(check.device_at + (check.offset_ms ?? 0));
    const line = part("recent", {
      time: new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" }).format(at),
      plate: check.plate || say("no_plate"),
      action: say(check.undone ? "undone" : check.action === "let_pass" && check.way === "exit" ? "let_out" : check.action),
      state: say(check.is_faulty ? "faulty" : check.is_done ? (check.conflicts?.length ? "conflict" : "sent") : "waiting"),
    });
    line.dataset.state = check.is_faulty || check.conflicts?.length ? "bad" : check.is_done ? "good" : "soon";
    const undo = line.querySelector("[data-undo]");
    undo.hidden = Boolean(check.undone) || check.action === "refused" || this.clock.wall() - check.device_at > UNDO_MS;
    undo.addEventListener("click", () => this.showUndo(check));
    return line;
  }

  // --- the answer --------------------------------------------------------------------------------

  async take(text, province = "") {
    if (!this.held?.device || this.isJudging) return;
    this.isJudging = true;
    this.began = performance.now();
    try {
      const scan = await this.judgeHere(text, province);
      const asked = await this.judgeThere(scan);
      this.lastCode = { text, at: performance.now() };
      await this.showAnswer(asked ?? scan);
    } finally {
      this.isJudging = false;
    }
  }

  /** The phone's own answer, from its lists and the code's signature. */
  async judgeHere(text, province) {
    const reading = readText(text, province);
    const held = await this.store.allHeld();
    const now = this.clock.now();
    const signed = await this.readCode(reading, held);
    const { row, others } = await this.findPass(reading, signed, now);
    const plate = row?.plate ?? signed?.claims?.plate ?? (reading.kind === "plate" ? reading.value : "");
    const number = row?.number ?? signed?.claims?.number ?? "";
    const own = number ? await this.store.checksOf(number) : [];
    const blocked = await isBlocked(held.blocked, plate);
    const facts = factsOf({ signed, row, others, own, held, blocked, way: this.way, now });
    const isTyped = reading.kind !== "code";
    return {
      text: text.slice(0, 4000), province, reading, isTyped, number, plate,
      colour: String(row?.plate_colour ?? signed?.claims?.colour ?? ""),
      facts, answer: decide(this.table, this.way, facts), isOffline: true, dataAge: facts.data_age_s,
    };
  }

  /** What was scanned as a signed code, also when it is none; null for what was typed. */
  readCode(reading, held) {
    if (reading.kind !== "code") return null;
    return readSigned(reading.value, { keys: held.keys ?? [], issuer: held.issuer });
  }

  /** The pass that is meant, null where it is on no list, and the others of the vehicle. */
  async findPass(reading, signed, now) {
    const claims = signed?.state === "signed" ? signed.claims : null;
    const named = claims?.number ?? (reading.kind === "number" ? reading.value : "");
    const vehicle = (named && (await this.store.pass(named))) || { plate: claims?.plate, plate_colour: claims?.colour };
    const plate = reading.kind === "plate" ? reading.value : vehicle.plate;
    const rows = [];
    for (const each of plate ? await this.store.passesOf(plate) : []) {
      rows.push({ ...each, trip_status: standingOf(each, await this.store.checksOf(each.number)) });
    }
    const isSame = ({ plate_colour: colour }, { plate_colour: other }) => String(colour) === String(other);
    const passes = named ? rows.filter((each) => isSame(each, vehicle)) : rows;
    const row = choose(this.table, passes, { way: this.way, named, now });
    const others = passes.filter((each) => each.number !== (row?.number ?? named) && isSame(each, row ?? vehicle));
    return { row, others };
  }

  /** The server's answer when the line is fit and it comes in time; it knows more than the phone. */
  async judgeThere(scan) {
    const answer = await this.link.look({
      code: scan.isTyped ? "" : scan.text, plate: scan.reading.kind === "plate" ? scan.reading.value : "",
      number: scan.reading.kind === "number" ? scan.reading.value : "", colour: "", way: this.way,
    });
    if (!answer) return null;
    const { facts, verdict } = answer;
    return {
      ...scan, facts: { ...scan.facts, ...facts }, answer: verdict, isOffline: false, dataAge: 0,
      number: facts.pass_number || scan.number, plate: facts.plate || scan.plate, colour: facts.plate_colour || scan.colour,
    };
  }

  async showAnswer(scan) {
    this.stopCamera();
    this.screen = "answer";
    const { answer } = scan;
    const screen = show(part(mayPass(answer) ? this.way : "refused"));
    const [word, advice] = this.wordsOf(answer.code);
    const also = answer.also.map(({ code }) => say("also", { words: this.wordsOf(code)[0] }));
    const lines = scan.said ?? [this.beginOf(scan), advice, ...also];
    drawVerdict(screen.querySelector("[data-verdict]"), { level: answer.level, plate: scan.plate, word, lines });
    this.root.dataset.tookMs = String(Math.round(performance.now() - this.began));
    signal(answer.level, { isSilent: this.isSilent });
    fill(screen, { announced: scan.facts.announced ?? "?", seal: scan.facts.seal_number }, {
      offline: scan.isOffline, sealed: Boolean(scan.facts.seal_number),
    });
    this.offerCall(screen, !mayPass(answer) || asksToCall(this.table, answer));
    screen.querySelector("[data-back]").addEventListener("click", () => this.showScan());
    if (!mayPass(answer)) return this.showRefused(screen, scan);
    screen.querySelector("[name=people_count]").value = scan.facts.announced ?? 1;
    this.form = new StopForm(screen, {
      table: this.table, way: this.way, answer, facts: scan.facts,
      wordsOf: (code) => this.wordsOf(code), take: (stop, photo) => this.record(scan, stop, photo),
    });
    const isUnsealed = scan.facts.needs_seal === false;
    fill(screen, {}, { plain: !codesOf(answer).includes("passes.test_old"), seals: !isUnsealed, unsealed: isUnsealed });
  }

  /** Not let pass; who is inside perhaps wants out, and the officer looked the other way. */
  showRefused(screen, scan) {
    fill(screen, {}, { inside: INSIDE_ALREADY.includes(scan.answer.code) && this.ways.includes("exit") });
    screen.querySelector("[data-leave]").addEventListener("click", () => {
      this.turnTo("exit");
      this.take(scan.text, scan.province);
    });
    return this.recordRefusal(scan);
  }

  /** From when on the pass counts, for whoever has come too early. */
  beginOf({ answer, facts }) {
    return answer.code === "passes.not_yet_valid" ? momentWords(facts.valid_from * 1000) : "";
  }

  /** The duty officer one touch away, where the answer says to call. */
  offerCall(screen, isAdvised) {
    const phone = this.held.duty?.phone;
    if (!isAdvised || !phone) return;
    screen.querySelector("[data-call]").href = `tel:${phone}`;
    fill(screen, { phone }, { call: true });
  }

  // --- what was done -----------------------------------------------------------------------------

  newCheck(scan, stop) {
    return {
      nonce: crypto.randomUUID().replaceAll("-", ""),
      device_at: this.clock.wall(),
      offset_ms: this.clock.offset,
      mode: scan.isOffline ? "tell" : "ask",
      way: this.way,
      code: scan.isTyped ? "" : scan.text,
      plate: scan.plate,
      colour: scan.colour,
      pass_number: scan.number,
      verdict: scan.answer,
      is_offline: scan.isOffline,
      data_age_s: scan.dataAge,
      people_count: null,
      temperatures: [],
      seal_state: "none",
      seal_number: "",
      note: "",
      escort_name: "",
      photo: null,
      undone: null,
      is_done: false,
      ...stop,
    };
  }

  /**
   * Keep a check with its picture; on a full phone without it, and the check says so. With no room
   * for either it is handed back with `isLost`.
   */
  async keep(check, photo) {
    try {
      const kept = await this.store.keep({ ...check, photo: photo?.facts ?? null }, photo?.blob);
      if (photo) this.isFull = false;
      return kept;
    } catch (fault) {
      if (!isFull(fault)) throw fault;
      this.isFull = true;
      if (!photo) return { ...check, seq: await this.store.nextCount(), isLost: true };
      return this.keep({ ...check, note: `${say("photo_lost")} ${check.note}`.trim().slice(0, LONGEST_NOTE) });
    }
  }

  /** Change what is kept; false when the phone has no room for that. */
  async change(nonce, changes) {
    try {
      await this.store.change(nonce, changes);
      return true;
    } catch (fault) {
      if (!isFull(fault)) throw fault;
      this.isFull = true;
      return false;
    }
  }

  /** Asked for where the server may still say no; and where nobody else could keep it. */
  async record(scan, stop, photo) {
    const { isLost, ...check } = await this.keep(this.newCheck(scan, stop), photo);
    const outcome = isLost || check.mode === "ask" ? await this.link.ask(check) : null;
    if (outcome?.state === "refused") return this.takeBack(scan, check, outcome);
    if (isLost && !outcome) return this.complain([say("no_room")]);
    if (check.mode === "ask" && !outcome) await this.change(check.nonce, { mode: "tell", is_offline: true });
    await this.showDone(check, outcome);
    this.link.sync();
  }

  complain(lines) {
    this.form.complain(lines);
    signal("red", { isSilent: this.isSilent });
  }

  /**
   * The server knew better while the truck still stood. If the vehicle may not pass, that is the
   * answer now, and is kept like any other; if only something was entered wrongly, the form says what.
   */
  async takeBack(scan, check, { refusals }) {
    await this.store.drop(check.nonce);
    if (this.screen !== "answer") return; // the phone itself was refused, and has forgotten
    const answer = refusingAnswer(this.table, this.way, refusals[0].code);
    if (answer) return this.showAnswer({ ...scan, answer, said: [refusals[0].words, refusals[0].advice] });
    this.complain(refusals.map(({ words, advice }) => `${words} ${advice}`));
  }

  async recordRefusal(scan) {
    const { isLost, ...check } = await this.keep({ ...this.newCheck(scan, { action: "refused" }), mode: "tell" });
    if (isLost) fill(document, {}, { full: !(await this.link.ask(check)) });
    else this.link.sync(); // nobody waits for it: the next vehicle stands there
  }

  /** `outcome` is what the server said of it, if it was asked and has answered. */
  async showDone(check, outcome) {
    this.screen = "done";
    const screen = show(part("done"));
    const isFaulty = outcome?.state === "faulty";
    const level = isFaulty ? "red" : check.action === "turn_back" ? "amber" : "green";
    const word = say(check.way === "exit" ? "let_out" : check.action);
    const kept = say(isFaulty ? "faulty" : outcome ? "done_sent" : "done_kept");
    const advice = check.action === "turn_back" ? say("turn_back_waits") : "";
    drawVerdict(screen.querySelector("[data-verdict]"), { level, plate: check.plate, word, lines: [advice, kept] });
    this.offerCall(screen, check.action === "turn_back");
    screen.querySelector("[data-back]").addEventListener("click", () => this.showScan());
    const undo = screen.querySelector("[data-undo]");
    undo.hidden = !(await this.store.check(check.nonce)); // where the phone had no room, the page undoes
    undo.addEventListener("click", () => this.showUndo(check));
    this.warnOfSpace();
  }

  async warnOfSpace() {
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    fill(document, {}, { full: this.isFull || this.link.isFull || quota - usage < LOW_SPACE });
  }

  showUndo(check) {
    this.screen = "undo";
    const screen = show(part("undo", { plate: check.plate }));
    screen.querySelector("[data-back]").addEventListener("click", () => this.showScan());
    screen.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = new FormData(event.target);
      const words = said.get("words").trim();
      const isOther = said.get("why") === "other";
      fill(screen, {}, { wordless: isOther && !words });
      if (isOther && !words) return screen.querySelector("[name=words]").focus();
      const why = isOther ? words : `${say(`why_${said.get("why")}`)} ${words}`.trim();
      const undone = { device_at: this.clock.wall(), why };
      const isKept = await this.change(check.nonce, { undone, is_done: false, mode: "tell" });
      if (!isKept) return fill(screen, {}, { full: true });
      this.link.sync();
      this.showScan();
    });
  }

  /** The page ended while the server was being asked: only the officer knows what happened. */
  async settleUnclear() {
    const unclear = (await this.store.checks()).filter((each) => each.mode === "ask" && !each.is_done);
    for (const check of unclear) {
      const screen = show(part("unclear", { plate: check.plate }));
      const answer = await new Promise((resolve) => {
        for (const button of screen.querySelectorAll("[data-answer]")) {
          button.addEventListener("click", () => resolve(button.dataset.answer));
        }
      });
      if (answer === "yes") await this.change(check.nonce, { mode: "tell" });
      else await this.store.drop(check.nonce);
    }
  }
}

async function begin() {
  const root = document.querySelector("[data-longgang-checkpoint]");
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(root.dataset.worker);
  }
  const store = await Store.open();
  const checkpoint = new Checkpoint(root, store, await store.allHeld());
  await checkpoint.begin();
}

begin();
