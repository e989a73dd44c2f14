/**
 * What was scanned or typed: a plate, the number of a pass, or a code of whatever kind. The twin of
 * gate_codes.py: both read every example of tests/passes/data/reading_cases.json alike.
 */
const PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新";
const LONGEST = 1000;
// Blanks, seen and unseen, and what people put between the letters of a plate.
const BETWEEN = /[\s\x1c-\x1f\x85\u200b-\u200f\u2060\ufeff·•・‧∙⋅.\-‐-―−]/g;
const PLATE = /^(?=.*[0-9])[一-鿿A-Z0-9]{4,12}$/;
const BARE = /^(?:[A-HJ-NP-Z](?:[A-Z0-9]{5,6}|[A-Z0-9]{4}(?:[挂学警港澳领试超]|应急))|[0-9]{5}领)$/;
const CIVIL = new RegExp(`^[${PROVINCES}][A-HJ-NP-Z]`);
const MISREAD = { O: "0", I: "1" };

/** Whether nothing was typed: only blanks, or what stands between the letters of a plate. */
export function isBlank(text) {
  return text.replace(BETWEEN, "") === "";
}

/** `{kind: "plate" | "number" | "code", value}`; `province` stands before a bare plate. */
export function readText(text, province = "") {
  const tight = text.length > LONGEST ? "" : text.normalize("NFKC").replace(BETWEEN, "").toUpperCase();
  if (/^[0-9]{12}$/.test(tight)) return { kind: "number", value: tight };
  const plate = asDrawn(province && PROVINCES.includes(province) && BARE.test(tight) ? province + tight : tight);
  return PLATE.test(plate) ? { kind: "plate", value: plate } : { kind: "code", value: text };
}

/** Civil plates have neither O nor I behind their first letter: what looks so is a zero or a one. */
function asDrawn(plate) {
  if (!CIVIL.test(plate)) return plate;
  return plate.slice(0, 2) + plate.slice(2).replace(/[OI]/g, (letter) => MISREAD[letter]);
}
