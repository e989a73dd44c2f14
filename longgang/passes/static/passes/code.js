/**
 * Reads the signed code of a pass without asking anybody: a CWT in a COSE_Sign1 message, as base32
 * at the end of an address. `longgang/passes/codes.py` says the same in Python, and both are bound
 * by the examples in `docs/vectors/pass-codes.json`.
 */
import { verifyAsync } from "../vendor/noble/ed25519.js";
import { readCbor, Tagged } from "./cbor.js";

const LONGEST = 1000; // nothing longer is decoded
const PLATE_LENGTH = 20;
const CHECKPOINT_LENGTH = 32;
const MOST_PEOPLE = 99;
const [ISSUER, SUBJECT, EXPIRES, BEGINS, PASS] = [1, 2, 4, 5, -65537];
// {1: -8, 4: the key's id}: EdDSA, and the eight bytes that follow.
const PROTECTED = [0xa2, 0x01, 0x27, 0x04, 0x48];
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
// An address whose path ends in /C/ and a COSE_Sign1 message: those begin with 2KC in base32.
const ADDRESS = /^[^ ?#]*\/C\/(2KC[^?#]*)(?:[?#].*)?$/is;

/**
 * What a scanned text is, and what it says; never throws. Only of a `signed` code may the claims
 * be believed. `keys` are the issuer's, withdrawn ones too: `kid` in hex, `x` in base64url.
 */
export async function readSigned(text, { keys, issuer }) {
  const found = ADDRESS.exec(tidy(text));
  if (!found) return { state: "not_ours", claims: null, kid: "" };
  let message;
  let claims;
  try {
    message = readMessage(bytesOf(found[1]));
    claims = readClaims(readCbor(message.payload));
  } catch {
    return { state: "unreadable", claims: null, kid: "" };
  }
  const kid = hex(message.keyId);
  return { state: await judge(message, kid, claims, keys, issuer), claims, kid };
}

async function judge(message, kid, claims, keys, issuer) {
  if (claims.issuer !== issuer) return "other_issuer";
  const same = keys.filter((key) => key.kid === kid);
  // Without its SHA-512 (a page that is not secure) this browser cannot tell: somebody else must.
  if (!same.length || !globalThis.crypto?.subtle) return "unknown_key";
  const signed = toSign(message);
  for (const key of same) {
    if (await isSignedBy(key, message.signature, signed)) {
      return key.withdrawn ? "key_withdrawn" : "signed";
    }
  }
  return "forged";
}

async function isSignedBy(key, signature, signed) {
  try {
    return await verifyAsync(signature, signed, fromBase64Url(key.x), { zip215: false });
  } catch {
    return false;
  }
}

/** Without blanks around it and in narrow letters: scanners may type through a Chinese keyboard. */
function tidy(text) {
  return String(text)
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/^[ \t\r\n]+/, "")
    .replace(/[ \t\r\n]+$/, "");
}

/** The bytes behind the base32; throws unless it is short enough and written the one way. */
function bytesOf(text) {
  const code = text.replace(/\/$/, "");
  if (code.length > LONGEST || !/^[A-Z2-7]+$/i.test(code)) throw new Error("not base32");
  const bytes = new Uint8Array(Math.floor((code.length * 5) / 8));
  let place = 0;
  let bits = 0;
  let left = 0;
  for (const letter of code.toUpperCase()) {
    bits = (bits << 5) | ALPHABET.indexOf(letter);
    left += 5;
    if (left >= 8) {
      left -= 8;
      bytes[place] = bits >> left;
      place += 1;
      bits &= (1 << left) - 1;
    }
  }
  if (bits !== 0 || left >= 5) throw new Error("bits that belong to nothing");
  return bytes;
}

/** Key id, payload and signature; of all that COSE allows only the one form we write. */
function readMessage(bytes) {
  const found = readCbor(bytes);
  if (!(found instanceof Tagged) || found.tag !== 18 || found.value.length !== 4) {
    throw new Error("not COSE_Sign1");
  }
  const [head, open, payload, signature] = found.value;
  if (![head, payload, signature].every((part) => part instanceof Uint8Array)) {
    throw new Error("not COSE_Sign1");
  }
  const keyId = head.subarray(PROTECTED.length);
  const isOurs = PROTECTED.every((byte, place) => head[place] === byte) && keyId.length === 8;
  if (!isOurs || !(open instanceof Map) || open.size || signature.length !== 64) {
    throw new Error("not EdDSA with a key id and nothing else");
  }
  return { head, keyId, payload, signature };
}

/** The Sig_structure of RFC 9052: ["Signature1", the protected header, nothing, the payload]. */
function toSign({ head, payload }) {
  const { length } = payload;
  const size = length < 24 ? [0x40 | length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 255];
  const title = new TextEncoder().encode("Signature1");
  return Uint8Array.from([0x84, 0x6a, ...title, 0x40 | head.length, ...head, 0x40, ...size, ...payload]);
}

/** The claims of a pass; throws unless each is there, of its kind and within its limits. */
function readClaims(found) {
  if (!(found instanceof Map) || found.size !== 5) throw new Error("not the claims of a pass");
  const [issuer, number, validUntil, validFrom, pass] = [ISSUER, SUBJECT, EXPIRES, BEGINS, PASS].map((key) =>
    found.get(key),
  );
  if (!Array.isArray(pass) || pass.length !== 5) throw new Error("not the claims of a pass");
  const [plate, colour, checkpoint, people, oneTrip] = pass;
  const isRight =
    [issuer, number, plate, checkpoint].every((each) => typeof each === "string") &&
    [validUntil, validFrom, colour, people].every((each) => typeof each === "number") &&
    typeof oneTrip === "boolean" &&
    /^[0-9A-Z]{1,12}$/.test(issuer) &&
    /^[0-9]{12}$/.test(number) &&
    plate !== "" &&
    [...plate].length <= PLATE_LENGTH &&
    colour > 0 &&
    colour < 100 &&
    [...checkpoint].length <= CHECKPOINT_LENGTH &&
    people >= 0 &&
    people <= MOST_PEOPLE &&
    validFrom >= 0 &&
    validFrom < validUntil;
  if (!isRight) throw new Error("not the claims of a pass");
  return { issuer, number, plate, colour: String(colour), validFrom, validUntil, checkpoint, people, oneTrip };
}

function fromBase64Url(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
