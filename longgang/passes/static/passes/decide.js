/**
 * Reads the table of checks (gate_decision.json): what a checkpoint answers to facts, and what an
 * officer may do then. The twin of deciding.py; both answer every case of the shared file alike.
 * Plain values only: no network, no storage, and the clock is a fact.
 *
 * The language of the table is described in docs/how-to/change-what-the-gate-answers.md.
 */
const HOUR = 3600;
// What counts as blank, in Python as here.
const BLANK = /^[\p{White_Space}\x1c-\x1f]*$/u;

/** Whether a note can be a reason, as `says_something` in core/reasons.py: 伪造 can, x and .... cannot. */
export function saysSomething(text) {
  const signs = text.normalize("NFKC").toLowerCase().match(/[\p{L}\p{N}]/gu) ?? [];
  const han = signs.filter((sign) => /[\u4e00-\u9fff]/.test(sign));
  return new Set(signs).size > 1 && (han.length >= 2 || signs.length >= 3);
}
const NOT_IN_SEALS = /[\p{White_Space}\x1c-\x1f\-_]/gu;

/**
 * The answer of a way ("entry", "exit", "pass") to facts: {level, code, also: [{level, code}]}.
 *
 * The checks are asked in order; the first that holds and does not go on is the end. What was minded
 * before a green end takes its place: the first of it answers, the rest goes with it. What is green
 * and goes on is a remark, and stands beside whatever answers. An end of another colour answers alone.
 */
export function decide(table, way, facts) {
  const minded = [];
  const remarks = [];
  for (const check of table.ways[way]) {
    if (!holds(check, facts)) continue;
    const found = { level: check.level, code: check.code };
    if (check.goes_on) {
      (check.level === "green" ? remarks : minded).push(found);
    } else if (check.level === "green") {
      const [first, ...others] = minded.length ? minded : [found];
      return { ...first, also: [...others, ...remarks] };
    } else {
      return { ...found, also: [] };
    }
  }
  throw new Error(`the checks of “${way}” have no end`);
}

/** Where a pass stands among those of its plate; whoever stands lowest is meant. */
export function placeOf(table, way, facts) {
  return table.choice[way].findIndex((group) => holds(group, facts));
}

/** The codes of every reason why the stop cannot be recorded like this; empty when it can. */
export function checkStop(table, way, verdict, stop, facts) {
  const asked = stopFacts(table, verdict, stop, facts);
  const found = [];
  for (const check of table.stops[stop.action] ?? table.stops[way]) {
    if (!holds(check, asked)) continue;
    found.push(check.code ?? verdict.code);
    if (!check.goes_on) break;
  }
  return found;
}

/**
 * What the checks of a stop are asked with: limits, facts, the answer, and what was done. The words
 * of a refusal are filled with these.
 */
export function stopFacts(table, verdict, stop, facts) {
  const readings = (stop.temperatures ?? []).map((value) => (Number.isFinite(value) ? value : 0));
  const known = Object.entries(facts).filter(([, value]) => isPresent(value));
  const codes = codesOf(verdict);
  return {
    ...table.limits,
    ...Object.fromEntries(known),
    level: verdict.level,
    codes,
    needs_note: codes.some((code) => Boolean(table.says[code].needs_note)),
    action: stop.action,
    people_count: stop.people_count ?? null,
    readings_count: readings.length,
    lowest_reading: readings.length ? Math.min(...readings) : null,
    highest_reading: readings.length ? Math.max(...readings) : null,
    seal_state: stop.seal_state || "none",
    has_seal_number: tidySealNumber(stop.seal_number ?? "") !== "",
    is_seal_number: isSealNumber(stop.seal_number ?? ""),
    has_note: saysSomething(stop.note ?? ""),
    has_escort: !BLANK.test(stop.escort_name ?? ""),
    has_photo: stop.has_photo === true,
  };
}

/** The code of the answer and of everything else to be minded. */
export function codesOf(verdict) {
  return [verdict.code, ...(verdict.also ?? []).map((other) => other.code)];
}

/** Whether the officer is offered to let the truck go (amber: with a measure or a note). */
export function mayPass(verdict) {
  return verdict.level === "green" || verdict.level === "amber";
}

/** Whether anything of the answer says to call the duty officer. */
export function asksToCall(table, verdict) {
  return codesOf(verdict).some((code) => Boolean(table.says[code]?.call));
}

/** Words with what they are about: “%(people_count)s people aboard” and {people_count: 2}. */
export function fill(words, values) {
  return words.replace(/%\((\w+)\)s/g, (_all, name) => String(values[name] ?? "?"));
}

/** The number of a seal in its one form, so that a seal is on one cab at a time. */
export function tidySealNumber(text) {
  const plain = [...text].slice(0, 60).join("").normalize("NFKC");
  return plain.replace(NOT_IN_SEALS, "").toUpperCase();
}

/** Whether it can be the number of a seal, as it is printed on one. */
export function isSealNumber(text) {
  return /^[A-Z0-9]{4,20}$/.test(tidySealNumber(text));
}

/** A reading as gloves type it: 36.5, 36,5 or 365. Null when it is none. */
export function readTemperature(table, text) {
  const plain = [...text].slice(0, 20).join("").normalize("NFKC")
    .replace(/[,，。．]/gu, ".").replace(/^[ ℃C°]+|[ ℃C°]+$/gu, "");
  const written = /^[34][0-9]{2}$/.test(plain) ? `${plain.slice(0, 2)}.${plain[2]}` : plain;
  const { lowest_temperature: lowest, highest_temperature: highest } = table.limits;
  if (!/^[0-9]{2}(\.[0-9]{1,2})?$/.test(written)) return null;
  const value = Number(written);
  return value >= lowest && value <= highest ? value : null;
}

/** Whether all conditions of a check hold; a check without conditions always does. */
function holds(check, facts) {
  return check.when.every(([name, word, operand]) => OPERATORS[word](facts[name] ?? null, operand, facts));
}

function isPresent(value) {
  return value !== null && value !== undefined;
}

/**
 * With another fact by its name, or with a number; what is not known is neither more nor less.
 * Moments and amounts are numbers, days are texts; one is never compared with the other.
 */
function compared(compare) {
  return (value, operand, facts) => {
    const other = typeof operand === "string" ? facts[operand] ?? null : operand;
    const areAlike = typeof value === typeof other && ["number", "string"].includes(typeof value);
    return areAlike && compare(value, other);
  };
}

/** Whether this moment lies more hours back than the named fact allows. */
function isOlder(value, operand, facts) {
  const hours = facts[operand];
  const known = [value, hours, facts.now].every((each) => typeof each === "number");
  return known && facts.now - value > hours * HOUR;
}

const isBefore = compared((value, other) => value < other);
const isNotBefore = compared((value, other) => value >= other);

export const OPERATORS = {
  is: (value, operand) => value === operand,
  is_not: (value, operand) => value !== operand,
  in: (value, operand) => operand.includes(value),
  not_in: (value, operand) => !operand.includes(value),
  has: (value, operand) => (value ?? []).includes(operand),
  present: (value) => value !== null,
  absent: (value) => value === null,
  other_than: (value, operand, facts) => value !== (facts[operand] ?? null),
  before: isBefore,
  not_before: isNotBefore,
  below: isBefore,
  at_least: isNotBefore,
  over: compared((value, other) => value > other),
  older_than_hours: isOlder,
};
