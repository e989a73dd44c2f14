/**
 * Reads deterministic CBOR (RFC 8949, section 4.2.1), and only the few kinds of which codes are
 * made: whole numbers, bytes, texts, lists, maps, tags, true and false. `longgang/core/cbor.py`
 * takes and refuses the same bytes; whoever changes one changes the other.
 */
const DEEPEST = 4;
const [UNSIGNED, NEGATIVE, BYTES, TEXT, LIST, MAP, TAG, SIMPLE] = [0, 1, 2, 3, 4, 5, 6, 7];
const [FALSE, TRUE] = [20, 21];

export class Tagged {
  constructor(tag, value) {
    this.tag = tag;
    this.value = value;
  }
}

/** The value that these bytes are. Throws an Error when they are not one, written the one way. */
export function readCbor(bytes) {
  const reader = new Reader(bytes);
  const value = reader.value();
  if (reader.place !== bytes.length) throw new Error("Something follows the value.");
  return value;
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.place = 0;
    this.depth = 0;
  }

  value() {
    const { kind, number } = this.head();
    if (kind === UNSIGNED) return number;
    if (kind === NEGATIVE) return -1 - number;
    if (kind === BYTES) return this.take(number);
    if (kind === TEXT) {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.take(number));
    }
    if (kind === SIMPLE) return number === TRUE;
    return this.holder(kind, number);
  }

  /** Kind and number of what follows; a longer form than it needs is refused. */
  head() {
    const first = this.take(1)[0];
    const kind = first >> 5;
    const number = first & 31;
    if (kind === SIMPLE) {
      if (number !== FALSE && number !== TRUE) throw new Error("Neither true nor false.");
      return { kind, number };
    }
    if (number < 24) return { kind, number };
    if (number > 27) throw new Error("No length, or one that is not said beforehand.");
    return { kind, number: this.long(number - 24) };
  }

  /** A number in 1, 2, 4 or 8 bytes, which needs as many. */
  long(size) {
    const begin = this.place;
    this.take(1 << size);
    const number = [
      () => this.view.getUint8(begin),
      () => this.view.getUint16(begin),
      () => this.view.getUint32(begin),
      () => this.view.getUint32(begin) * 2 ** 32 + this.view.getUint32(begin + 4),
    ][size]();
    const least = [24, 2 ** 8, 2 ** 16, 2 ** 32][size];
    if (number < least || !Number.isSafeInteger(number)) {
      throw new Error("A number that is written too long, or too large.");
    }
    return number;
  }

  take(length) {
    const taken = this.bytes.subarray(this.place, this.place + length);
    if (taken.length !== length) throw new Error("The bytes end too early.");
    this.place += length;
    return taken;
  }

  /** What holds other values: a list, a map, or a tag with its value. */
  holder(kind, number) {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Error("Nested too deep.");
    if (kind !== TAG && number > this.bytes.length - this.place) {
      throw new Error("The bytes end too early.");
    }
    let held;
    if (kind === LIST) held = Array.from({ length: number }, () => this.value());
    else if (kind === MAP) held = this.map(number);
    else held = new Tagged(number, this.value());
    this.depth -= 1;
    return held;
  }

  /** Pairs whose keys are numbers or texts, in order, none twice. */
  map(number) {
    const found = new Map();
    let before = new Uint8Array();
    for (let pair = 0; pair < number; pair += 1) {
      const begin = this.place;
      const key = this.value();
      const written = this.bytes.subarray(begin, this.place);
      if (!["number", "string"].includes(typeof key) || !isAfter(written, before)) {
        throw new Error("A key of another kind, out of order, or twice.");
      }
      before = written;
      found.set(key, this.value());
    }
    return found;
  }
}

function isAfter(bytes, others) {
  for (let place = 0; place < Math.min(bytes.length, others.length); place += 1) {
    if (bytes[place] !== others[place]) return bytes[place] > others[place];
  }
  return bytes.length > others.length;
}
