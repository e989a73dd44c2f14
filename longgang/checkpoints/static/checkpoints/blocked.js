/** Whether a plate is on the blocklist, of which the phone holds keyed hashes only. */
const KEPT_BYTES = 12;

function fromBase64(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

export async function isBlocked(blocked, plate) {
  if (!blocked?.hashes?.length || !plate) return false;
  const way = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", fromBase64(blocked.key), way, false, ["sign"]);
  const mark = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(plate)));
  const hash = [...mark.slice(0, KEPT_BYTES)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return blocked.hashes.includes(hash);
}
