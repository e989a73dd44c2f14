/** What is wrong with the page that is open; axe comes beside it where it is asked something. */
const GIVE_UP = 10_000; // milliseconds

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

/** What axe finds. What a bar covers can be scrolled free, which axe does not see. */
async function findBarriers(asked) {
  const bars = document.querySelectorAll(".tabs, .gate-actions, .scan-bar, .scan-decide");
  for (const { style } of bars) style.setProperty("position", "static");
  const found = await axe.run(document, {
    ...asked,
    resultTypes: ["violations"],
    selectors: false,
    preload: { assets: ["media"] },
  });
  for (const { style } of bars) style.removeProperty("position");
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`),
  );
}

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

/** Whether something to press is smaller than a finger needs and does not stand in a sentence. */
function hasSmallTargets() {
  const inSentence = (target) =>
    getComputedStyle(target).display === "inline" &&
    [...target.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, textarea")].some(
    (target) => {
      const { width, height } = target.getBoundingClientRect();
      return width > 0 && (width < 24 || height < 24) && !inSentence(target);
    },
  );
}

/** In which letters words stand on which grounds, each once: of that contrast consists. */
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
  const contrasts = [...written]
    .filter((element) => element.checkVisibility())
    .map((element) => {
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      return [color, fontSize, fontWeight, groundOf(element)].join(" ");
    });
  return [...new Set(contrasts)];
}

/** In large letters or ordinary ones, null: as it is. Nothing asked of axe: only whether all is there and fits.
 * Looks that are all known were judged on another page: then axe is asked for the rest. */
window.look = async function ({ elder, asked, rest, known }) {
  if (elder !== null) document.documentElement.toggleAttribute("data-elder", elder);
  const faults = (await comeToRest()).map((each) => `does not come to rest: ${each}`);
  if (document.querySelectorAll("h1").length !== 1) faults.push("has not one h1");
  const wider = document.documentElement.scrollWidth - innerWidth;
  if (wider > 0) faults.push(`is ${wider} px wider than the screen`);
  faults.push(...findBroken());
  const contrasts = rest ? findContrasts().filter((each) => !known.includes(each)) : [];
  const isKnown = rest && !contrasts.length && !hasSmallTargets();
  if (asked) faults.push(...(await findBarriers(isKnown ? rest : asked)));
  return [faults, contrasts];
};
