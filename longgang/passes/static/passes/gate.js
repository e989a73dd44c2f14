/**
 * The form at a checkpoint, for gloves: Enter and a full reading go on to the next field, and a
 * temperature takes the plain "let pass" away before it is pressed. The server asks again. While the
 * network is gone, and when something is to be corrected, nothing is lost, the picture least of all.
 */
import { readTemperature } from "./decide.js";

const ANSWER_MS = 60_000; // a picture over a poor line

class GateForm {
  constructor(form) {
    this.form = form;
    this.readings = [...form.querySelectorAll(".gate-temperature input")];
    this.warning = document.querySelector("[data-longgang-fever]"); // with the buttons, below the form
    const { lowest, highest } = form.dataset;
    this.table = { limits: { lowest_temperature: Number(lowest), highest_temperature: Number(highest) } };
    form.addEventListener("keydown", (event) => this.stepOn(event));
    form.addEventListener("input", (event) => this.read(event));
    form.addEventListener("change", () => this.showImpossible());
    form.addEventListener("submit", (event) => this.send(event));
    this.showFever();
  }

  /** The page stays until there is an answer: the next page, or this one with what to correct. */
  async send(event) {
    if (this.form.dataset.sent) return; // pressed twice
    event.preventDefault();
    const body = new FormData(this.form, event.submitter);
    body.append("keeps_files", "yes");
    try {
      const answer = await fetch(location.href, { method: "POST", body, signal: AbortSignal.timeout(ANSWER_MS) });
      if (answer.redirected) return location.assign(answer.url);
      if (!answer.headers.get("Content-Type")?.startsWith("text/html")) throw new TypeError("no page");
      this.show(await answer.text());
    } catch {
      this.form.querySelector("[data-longgang-unsent]").hidden = false;
      this.form.scrollIntoView();
    }
    // After once.js has closed the form: without a network the answer is faster than that.
    setTimeout(() => document.dispatchEvent(new Event("htmx:afterRequest")));
  }

  show(page) {
    const main = new DOMParser().parseFromString(page, "text/html").querySelector("main");
    const picture = this.form.querySelector("input[type=file]");
    const place = main.querySelector("input[type=file]");
    if (picture?.files.length && place && !main.querySelector("#id_photo_error")) {
      place.closest("[data-longgang-file]").replaceWith(picture.closest("[data-longgang-file]"));
    }
    document.querySelector("main").replaceWith(main);
    main.querySelectorAll("[data-longgang-gate]").forEach((form) => new GateForm(form));
    scrollTo(0, 0);
    document.dispatchEvent(new Event("htmx:afterSettle"));
  }

  get fields() {
    const all = this.form.querySelectorAll("input:not([type=hidden], [type=radio], [type=file])");
    return [...all].filter((field) => field.offsetParent !== null);
  }

  next(field) {
    this.fields[this.fields.indexOf(field) + 1]?.focus();
  }

  stepOn(event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    this.next(event.target);
  }

  read(event) {
    if (!this.readings.includes(event.target)) return;
    this.showFever();
    if (event.target.ariaInvalid) this.showImpossible();
    if (/^([34]\d\d|\d\d[.,]\d)$/.test(event.target.value.trim())) this.next(event.target);
  }

  /** A slip, or another scale, is no fever: it is said at the field, once the field is left. */
  showImpossible() {
    for (const field of this.readings) {
      const isBad = field.value.trim() !== "" && readTemperature(this.table, field.value) === null;
      const line = field.closest("li");
      field.ariaInvalid = isBad ? "true" : null;
      field.parentElement.classList.toggle("field-bad", isBad);
      line.querySelector("[data-longgang-impossible]").hidden = !isBad;
      if (!isBad) line.querySelector("[id$=_error]")?.remove();
    }
  }

  showFever() {
    if (!this.warning) return;
    const limit = Number(this.form.dataset.feverFrom);
    const hot = this.readings.some((field) => readTemperature(this.table, field.value) >= limit);
    this.warning.hidden = !hot;
    const button = [...this.form.elements].find((each) => each.value === "let_pass");
    if (button) button.disabled = hot;
  }
}

document.querySelectorAll("[data-longgang-gate]").forEach((form) => new GateForm(form));
