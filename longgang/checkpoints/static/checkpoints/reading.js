/** What was scanned or typed: a signed code, a number of a pass, a link of a holder, or a plate. */
const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const PLATE = new RegExp(`^[${PROVINCES}使][A-Z0-9挂学警港澳领试超]{5,8}$`);
const BARE = /^[A-HJ-NP-Z][A-Z0-9挂学警港澳领试超]{4,7}$/;
const MISREAD = { O: "0", I: "1" };

/** `{kind: "signed" | "number" | "plate" | "other", value}`; `province` stands before a bare plate. */
export function readText(text, province = "") {
  const plain = text.normalize("NFKC").trim();
  if (/\/C\/./i.test(plain)) return { kind: "signed", value: plain };
  const tight = plain.replace(/[\s·•・.．\-—]/g, "").toUpperCase();
  if (/^\d{12}$/.test(tight)) return { kind: "number", value: tight };
  const plate = BARE.test(tight) && province ? province + tight : tight;
  if (PLATE.test(plate)) return { kind: "plate", value: plate };
  return { kind: "other", value: plain };
}

/** The same plate as a tired eye may have read it: letter O for zero, I for one, behind the city. */
export function likelyPlate(plate) {
  return plate.slice(0, 2) + plate.slice(2).replace(/[OI]/g, (letter) => MISREAD[letter]);
}
