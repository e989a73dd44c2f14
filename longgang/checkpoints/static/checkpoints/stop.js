/** The form of one stop: what was counted, measured, sealed, photographed; and what is missing. */
import { checkStop, fill as fillWords, readTemperature, stopFacts, tidySealNumber } from "../passes/decide.js";
import { takePicture } from "./picture.js";
import { fill, part, say } from "./screens.js";

const MOST_PEOPLE = 60;

export class StopForm {
  /** `answer` is what was decided, `facts` what it was decided from, `decide` the outcome's taker. */
  constructor(screen, { table, way, answer, facts, wordsOf, take }) {
    Object.assign(this, { screen, table, way, answer, facts, wordsOf, take });
    this.photo = null;
    this.find = (name) => screen.querySelector(`[name=${name}]`);
    this.count = Number(this.find("people_count").value) || 1;
    screen.querySelector("[data-fewer]").addEventListener("click", () => this.setCount(this.count - 1));
    screen.querySelector("[data-more]").addEventListener("click", () => this.setCount(this.count + 1));
    this.find("photo").addEventListener("change", () => this.addPhoto());
    screen.addEventListener("keydown", (event) => this.stepOn(event));
    screen.addEventListener("input", (event) => this.react(event));
    screen.addEventListener("change", () => this.showImpossible());
    for (const button of screen.querySelectorAll("[data-action]")) {
      button.addEventListener("click", () => this.finish(button.dataset.action, button));
    }
    this.setCount(this.count);
  }

  /** As many people as were counted, and in the entry a reading for each. */
  setCount(count) {
    this.count = Math.min(Math.max(count, 1), MOST_PEOPLE);
    this.find("people_count").value = this.count;
    const announced = this.facts.announced;
    fill(this.screen, {}, { differs: announced !== null && announced !== undefined && this.count !== announced });
    const place = this.screen.querySelector("[data-temperatures]");
    if (!place) return;
    while (place.children.length > this.count) place.lastElementChild.remove();
    while (place.children.length < this.count) {
      const line = part("temperature", { label: say("temperature_of", { n: place.children.length + 1 }) });
      const id = `temperature-${place.children.length}`;
      line.querySelector("input").id = id;
      line.querySelector("label").htmlFor = id;
      place.append(line);
    }
  }

  get readings() {
    return [...this.screen.querySelectorAll("[data-temperatures] input")];
  }

  /** Enter goes on to the next field: a glove does not find it. */
  stepOn(event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const fields = [...this.screen.querySelectorAll("input:not([type=file], [type=radio])")]
      .filter((field) => field.offsetParent !== null);
    fields[fields.indexOf(event.target) + 1]?.focus();
  }

  /** A whole reading goes on by itself; a fever is said before anything is pressed. */
  react(event) {
    if (event.target.name === "people_count") {
      const typed = Number.parseInt(event.target.value, 10);
      if (typed >= 1) this.setCount(typed);
    }
    if (!this.readings.includes(event.target)) return;
    if (event.target.ariaInvalid) this.showImpossible();
    const hot = this.readings.some((field) => (readTemperature(this.table, field.value) ?? 0) >= this.facts.fever_from);
    fill(this.screen, {}, { fever: hot });
    if (/^([34]\d\d|\d\d[.,]\d)$/.test(event.target.value.trim())) {
      this.readings[this.readings.indexOf(event.target) + 1]?.focus();
    }
  }

  /** A slip, or another scale, is no fever: it is said once the field is left. */
  showImpossible() {
    for (const field of this.readings) {
      const isBad = field.value.trim() !== "" && readTemperature(this.table, field.value) === null;
      field.ariaInvalid = isBad ? "true" : null;
    }
    const words = this.wordsOf("passes.temperature_impossible").map((said) => fillWords(said, this.table.limits));
    fill(this.screen, { impossible: words.join(" ") }, { impossible: this.readings.some((field) => field.ariaInvalid) });
  }

  async addPhoto() {
    const [file] = this.find("photo").files;
    const picture = this.screen.querySelector("[data-picture]");
    this.photo = null;
    picture.hidden = true;
    if (!file) return;
    try {
      this.photo = await takePicture(file);
      picture.src = URL.createObjectURL(this.photo.blob);
      picture.hidden = false;
      fill(this.screen, { photo: say("photo_again") });
      this.complain([]);
    } catch {
      this.complain([say("photo_unreadable")]);
    }
  }

  /** What was entered, in the words of the decision's own limits. */
  read(action) {
    const text = (name) => this.find(name)?.value.trim() ?? "";
    const seal = tidySealNumber(text("seal_number"));
    const state = this.screen.querySelector("[name=seal_state]:checked")?.value;
    const isTurnedBack = action === "turn_back";
    return {
      action,
      people_count: this.count,
      temperatures: this.readings.map((field) => field.value).filter(Boolean).map((value) => readTemperature(this.table, value)),
      seal_number: this.way === "exit" ? this.facts.seal_number : isTurnedBack ? "" : seal,
      seal_state: this.way === "exit" ? (state ?? "none") : seal && !isTurnedBack ? "applied" : "none",
      note: isTurnedBack ? text("reason") || text("note") : text("note"),
      escort_name: text("escort_name"),
    };
  }

  async finish(action, button) {
    const stop = this.read(action);
    const done = { ...stop, has_photo: this.photo !== null };
    const missing = checkStop(this.table, this.way, this.answer, done, this.facts);
    if (missing.length) {
      const asked = stopFacts(this.table, this.answer, done, this.facts);
      return this.complain(missing.map((code) => this.wordsOf(code).map((words) => fillWords(words, asked)).join(" ")));
    }
    button.disabled = true;
    try {
      await this.take(stop, this.photo);
    } finally {
      button.disabled = false;
    }
  }

  /** What is still missing, above the buttons, where the thumb is. */
  complain(lines) {
    const place = this.screen.querySelector("[data-missing]");
    place.replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
    place.parentElement.hidden = lines.length === 0;
    if (lines.length) place.parentElement.scrollIntoView({ block: "center" });
  }
}
