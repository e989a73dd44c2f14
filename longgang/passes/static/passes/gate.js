/**
 * The form at a checkpoint, for gloves: Enter and a full reading go on to the next field, and a
 * temperature takes the plain "let pass" away before it is pressed. The server asks again.
 */
function toDegrees(text) {
  const plain = text.trim().replace(/[,，。．]/, ".");
  return /^[34]\d\d$/.test(plain) ? Number(plain) / 10 : Number(plain);
}

class GateForm {
  constructor(form) {
    this.form = form;
    this.readings = [...form.querySelectorAll(".gate-temperature input")];
    this.warning = form.querySelector("[data-longgang-fever]");
    form.addEventListener("keydown", (event) => this.stepOn(event));
    form.addEventListener("input", (event) => this.read(event));
    this.showFever();
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
    if (/^([34]\d\d|\d\d[.,]\d)$/.test(event.target.value.trim())) this.next(event.target);
  }

  showFever() {
    if (!this.warning) return;
    const limit = Number(this.form.dataset.feverFrom);
    const hot = this.readings.some((field) => toDegrees(field.value) >= limit);
    this.warning.hidden = !hot;
    const button = this.form.querySelector("button[value=let_pass]");
    if (button) button.disabled = hot;
  }
}

document.querySelectorAll("[data-longgang-gate]").forEach((form) => new GateForm(form));
