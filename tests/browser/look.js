/** What is wrong with the page that is open; what axe has not judged yet, it is asked about. */
const GIVE_UP = 10_000; // milliseconds
const SAID = ["alt", "aria-label", "aria-description", "title", "placeholder"]; // is there something?
const POINTING = ["for", "headers", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns"];
const BARE = [
  "autocomplete", "class", "colspan", "contenteditable", "disabled", "hidden", "inert", "lang", "open", "role",
  "rowspan", "scope", "tabindex", "type",
];
const WITH_OWN_CHILDREN = "dl, fieldset, figure, ol, select, table, tbody, tr, ul, [role]";
const LANDMARKS = "aside, footer, form, header, main, nav, section, [role]";

/** Once the next frame has been drawn; a window that is not in front draws none, so nobody waits longer than a moment. */
const drawn = () =>
  Promise.race([
    new Promise((done) => requestAnimationFrame(() => setTimeout(done))),
    new Promise((done) => setTimeout(done, 250)),
  ]);

/** What is still to come of what the page or one of its scripts asked for. */
function awaited() {
  const busy = document.querySelectorAll(".htmx-request, .htmx-swapping, .htmx-settling");
  const images = [...document.images].filter((image) => image.loading !== "lazy" && !image.complete);
  const brought = [...document.querySelectorAll("script[src]")].filter((script) => script.async); // library.js
  return [
    ...(document.readyState === "complete" ? [] : [document.readyState]),
    ...[...busy].map((element) => element.className),
    ...[...images, ...brought].map((element) => element.src),
  ];
}

/** Wait until all has come, and until what it changed has been drawn; what did not come. */
async function comeToRest() {
  const until = performance.now() + GIVE_UP;
  do {
    await drawn();
  } while (awaited().length && performance.now() < until);
  return awaited();
}

/** Those that stand in none of the others. */
function outermost(elements) {
  const all = new Set(elements);
  const standsAlone = (element) => {
    for (let outer = element.parentElement; outer; outer = outer.parentElement) if (all.has(outer)) return false;
    return true;
  };
  return [...all].filter(standsAlone);
}

/** What axe finds in all that is of one of these kinds. What a bar covers can be scrolled free, which axe does not see. */
window.findBarriers = async function (asked, kinds) {
  const bars = document.querySelectorAll(".tabs, .gate-actions, .scan-bar, .scan-decide");
  for (const { style } of bars) style.setProperty("position", "static");
  const include = outermost(kinds.flatMap((kind) => inQuestion.get(kind)));
  const found = await axe.run(
    { include },
    { ...asked, resultTypes: ["violations"], selectors: false, preload: { assets: ["media"] } },
  );
  for (const { style } of bars) style.removeProperty("position");
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`),
  );
};

const PLATE = /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{4,6}[挂学警港澳领试超]?/g;
const NUMBER = /(?<![\w*.])[A-Z]{0,3}\d{6,18}(?![\w*.])/g; // of a pass, a trip, a seal, a phone

/** How many lines some text stands on. */
function linesOf(node, start = 0, end = node.childNodes.length) {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0).toSorted((a, b) => a.top - b.top);
  return boxes.filter((box, place) => !place || box.top > boxes[place - 1].top + boxes[place - 1].height * 0.6).length;
}

/** Plates, numbers and tags that are broken over several lines. */
function findBroken() {
  const main = document.querySelector("main") ?? document.body;
  const broken = [...main.querySelectorAll(".tag")].filter((tag) => tag.checkVisibility() && linesOf(tag) > 1);
  const found = broken.map((tag) => `tag on two lines: ${tag.textContent.trim()}`);
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!/\d{3}/.test(data) || parentElement.closest("script, style, .break-all")) continue;
    for (const kind of [PLATE, NUMBER])
      for (const { 0: words, index } of data.matchAll(kind))
        if (linesOf(walker.currentNode, index, index + words.length) > 1) found.push(`broken over two lines: ${words}`);
  }
  return found;
}

/** What is to be pressed, is smaller than a finger needs and does not stand in a sentence. */
function findSmallTargets() {
  const inSentence = (target) =>
    getComputedStyle(target).display === "inline" &&
    [...target.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const targets = "a[href], button, input:not([type=hidden]), select, summary, textarea";
  return [...document.querySelectorAll(targets)].filter((target) => {
    const { width, height } = target.getBoundingClientRect();
    return width > 0 && (width < 24 || height < 24) && !inSentence(target);
  });
}

/** In which letters words stand on which grounds: of that contrast consists. Large ones need less of it. */
function findContrasts() {
  const grounds = new Map([[document, ""]]);
  const groundOf = (element) => {
    if (!grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity].join(" ");
      const isClear = own === "rgba(0, 0, 0, 0) none 1";
      grounds.set(element, groundOf(element.parentNode) + (isClear ? "" : ` on ${own}`));
    }
    return grounds.get(element);
  };
  const written = new Set(document.querySelectorAll("input, select, textarea"));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.data.trim()) written.add(walker.currentNode.parentElement);
  return [...written]
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const isLarge = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24); // px, by the WCAG: 14 and 18 pt
      return [[color, isLarge, groundOf(element)].join(" "), element];
    });
}

/** What stands for some words, in a few letters: two hashes by Fowler, Noll and Vo. */
function shortFor(words) {
  const hash = (basis) => {
    for (let place = 0; place < words.length; place++) basis = Math.imul(basis ^ words.charCodeAt(place), 0x01000193);
    return (basis >>> 0).toString(36);
  };
  return `${hash(0x811c9dc5)} ${hash(0x9e3779b9)}`;
}

/** What an element is, as far as axe can tell but for its looks: not what it says, but whether it says something. */
function ownKindOf(element) {
  const points = (ids) => ids.split(/\s+/).every((id) => document.getElementById(id));
  const attributes = [...element.attributes].map(({ name, value }) => {
    if (SAID.includes(name)) return `${name}:${!!value.trim()}`;
    if (POINTING.includes(name)) return `${name}:${points(value)}`;
    if (name === "href") return `${name}:${/^#./.test(value) ? points(value.slice(1)) : !!value}`;
    return BARE.includes(name) || name.startsWith("aria-") ? `${name}=${value}` : "";
  });
  const children = element.matches(WITH_OWN_CHILDREN) ? [...element.children].map(({ tagName }) => tagName) : [];
  const has = [element.textContent.trim(), element.firstElementChild].map(Boolean);
  const own = [element.tagName, element.checkVisibility(), element.labels?.length, ...has, ...attributes.toSorted()];
  return [...own, ...new Set(children.toSorted())].join(" ");
}

/** The kind of each element, which is its own and those of all that it stands in. */
function kindsOfElements() {
  const kinds = new Map();
  for (const element of [document.body, ...document.body.querySelectorAll("*:not(svg *, script, style, template)")])
    kinds.set(element, shortFor(`${kinds.get(element.parentNode)} ${ownKindOf(element)}`));
  return kinds;
}

/** What axe asks of all elements together. */
function kindsOfPage() {
  const seen = (words) => [...document.querySelectorAll(words)].filter((element) => element.checkVisibility());
  const levels = seen("h1, h2, h3, h4, h5, h6").map(({ tagName }) => tagName);
  const marks = seen(LANDMARKS).map((element) => [element.tagName, element.role, element.ariaLabel].join(" "));
  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  const twice = (words) => words.filter((each, place) => words.indexOf(each) < place);
  const head = [document.documentElement.lang, document.title, document.querySelector("meta[name=viewport]")?.content];
  return [
    `levels ${levels.filter((level, place) => level !== levels[place - 1])}`,
    `landmarks ${twice(marks)}`,
    `ids ${twice(ids)}`,
    `head ${head.map((words, place) => (place === 1 ? !!words : words))}`,
  ].map((words) => [shortFor(words), document.documentElement]);
}

/** What can be scrolled, other than the page itself. */
function findScrolling() {
  return [...document.body.querySelectorAll("*")].filter((element) => {
    const isLarger = element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
    return isLarger && /auto|scroll/.test(getComputedStyle(element).overflow);
  });
}

/** Where each kind stands that axe would judge of the page as it is now. */
const inQuestion = new Map();

/** In large letters or ordinary ones, null: as it is. What is wrong with the page without axe, and the kinds that axe would
 * judge of what it may be asked. */
window.look = async function (elder, mayAsk) {
  if (elder !== null) document.documentElement.toggleAttribute("data-elder", elder);
  const faults = (await comeToRest()).map((each) => `does not come to rest: ${each}`);
  if (document.querySelectorAll("h1").length !== 1) faults.push("has not one h1");
  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) faults.push(`is ${wider} px wider than the screen`);
  faults.push(...findBroken());
  const kinds = mayAsk.length ? kindsOfElements() : new Map();
  const named = (word, elements) => elements.map((element) => [`${word} ${kinds.get(element)}`, element]);
  const judged = {
    LOOKS: () => [...findContrasts(), ...named("small", findSmallTargets())],
    MARKUP: () => [...[...kinds].map(([element, kind]) => [kind, element]), ...kindsOfPage()],
    SCROLLING: () => named("scrolls", findScrolling()),
  };
  inQuestion.clear();
  const judge = (each) => {
    const found = Map.groupBy(judged[each](), ([kind]) => kind);
    for (const [kind, pairs] of found) inQuestion.set(kind, pairs.map(([, element]) => element));
    return [each, [...found.keys()]];
  };
  return [faults, Object.fromEntries(mayAsk.map(judge))];
};
