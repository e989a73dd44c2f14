/**
 * Puts the page's templates on the screen. Every word comes from the page, in its language; a
 * template's places are filled by name: `data-slot` gets text, `data-show` is shown or not.
 */
const stage = document.querySelector("[data-longgang-stage]");
const words = JSON.parse(document.getElementById("words").textContent);

/** The words of this name, with `{places}` filled. */
export function say(name, places = {}) {
  return Object.entries(places).reduce(
    (text, [key, value]) => text.replace(`{${key}}`, value),
    words[name] ?? name,
  );
}

/** Day and time where the district lies, in the language of the page. */
export function momentWords(ms) {
  return new Intl.DateTimeFormat(document.documentElement.lang, {
    month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai",
  }).format(ms);
}

/** A copy of a template. */
export function part(name, slots = {}, shown = {}) {
  const copy = document.getElementById(`t-${name}`).content.firstElementChild.cloneNode(true);
  fill(copy, slots, shown);
  return copy;
}

export function fill(place, slots, shown = {}) {
  for (const [name, value] of Object.entries(slots)) {
    for (const slot of place.querySelectorAll(`[data-slot=${name}]`)) slot.textContent = value ?? "";
  }
  for (const [name, isShown] of Object.entries(shown)) {
    for (const each of place.querySelectorAll(`[data-show=${name}]`)) each.hidden = !isShown;
  }
}

/** Replace what is on the screen; the heading gets the focus, so that it is read aloud. */
export function show(screen) {
  stage.replaceChildren(screen);
  scrollTo(0, 0);
  screen.querySelector("[data-focus]")?.focus({ preventScroll: true });
  return screen;
}

export function iconOf(name) {
  const icon = document.querySelector(`#icons [data-name=${name}] svg`);
  return icon.cloneNode(true);
}

/** The answer as the officer sees it first: colour, sign, one word, plate, why. */
export function drawVerdict(place, { level, plate, lines, word }) {
  const tone = { green: "good", amber: "soon", red: "bad", grey: "idle" }[level];
  const icon = { green: "check", amber: "alert-triangle", red: "x", grey: "ban" }[level];
  place.className = `verdict verdict-full verdict-${tone}`;
  place.querySelector("[data-icon]").replaceChildren(iconOf(icon));
  fill(place, { word, plate }, { plate: Boolean(plate) });
  const list = place.querySelector("[data-lines]");
  list.replaceChildren(...lines.filter(Boolean).map((line) => {
    const paragraph = document.createElement("p");
    paragraph.className = "verdict-why";
    paragraph.textContent = line;
    return paragraph;
  }));
}
