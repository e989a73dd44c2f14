/** The line at the top: where one stands, whether the line is fit, how old the lists are, what waits. */
import { fill, part, say } from "./screens.js";

const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;
const REDRAW_MS = 10_000;

/** An age in words, rounded down. */
export function ageInWords(seconds) {
  if (seconds < MINUTE_S) return say("age_now");
  if (seconds < HOUR_S) return say("age_minutes", { n: Math.floor(seconds / MINUTE_S) });
  if (seconds < DAY_S) return say("age_hours", { n: Math.floor(seconds / HOUR_S) });
  return say("age_days", { n: Math.floor(seconds / DAY_S) });
}

export class StatusBar {
  constructor(app) {
    this.app = app;
    this.place = document.querySelector("[data-bar]");
    this.place.querySelector("[data-details]").addEventListener("click", () => this.showDetails());
    this.sheet = document.querySelector("[data-sheet]");
    this.sheet.querySelector("[data-close]").addEventListener("click", () => this.sheet.close());
    this.sheet.querySelector("[data-sync]").addEventListener("click", () => app.link.sync());
    this.sheet.querySelector("[name=offline]").addEventListener("change", (event) => this.switchMode(event));
    this.sheet.querySelector("[name=silent]").addEventListener("change", (event) => this.switchSound(event));
    setInterval(() => app.refresh(), REDRAW_MS);
  }

  switchMode({ target }) {
    this.app.link.mode = target.checked ? "offline" : "auto";
    if (!target.checked) this.app.link.sync();
    this.app.refresh();
  }

  switchSound({ target }) {
    this.app.isSilent = target.checked;
    localStorage.setItem("silent", target.checked ? "yes" : "no");
  }

  showDetails() {
    this.sheet.querySelector("[name=offline]").checked = this.app.link.mode === "offline";
    this.sheet.querySelector("[name=silent]").checked = this.app.isSilent;
    this.sheet.showModal();
  }

  async draw(held, checks) {
    const { link, language } = this.app;
    const age = Math.max(0, (this.app.clock.now() - (held.fetched_at ?? 0)) / 1000);
    const limits = held.limits ?? { amber_after_s: 0, call_after_s: 0 };
    const waiting = checks.filter((each) => !each.is_done).length;
    const photos = (await this.app.store.photoNonces()).length;
    const isChinese = language.startsWith("zh");
    const names = held.device?.premises_name;
    const line = link.isOnline ? "line_on" : link.mode === "offline" ? "line_by_hand" : "line_off";
    const slots = {
      place: names ? (isChinese ? names.zh : names.en || names.zh) : say("no_place"),
      officer: held.device?.officer_name ?? "",
      device: held.device?.number ?? "",
      line: say(line),
      age: held.fetched_at ? ageInWords(age) : say("age_never"),
      waiting: String(waiting),
      photos: String(photos),
      listed: String(await this.app.store.countPasses()),
    };
    for (const place of [this.place, this.sheet]) fill(place, slots, { waiting: waiting + photos > 0 });
    this.place.querySelector("[data-line]").dataset.state = link.isOnline ? "good" : "soon";
    const isOld = age > limits.amber_after_s;
    this.place.querySelector("[data-age]").dataset.state = age > limits.call_after_s ? "bad" : isOld ? "soon" : "good";
  }
}
