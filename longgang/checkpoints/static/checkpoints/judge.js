/**
 * From what was read, what is held and what this phone has done itself to the answer at the gate.
 * The decision itself is data, the same as on the server (`decide.js`).
 */
import { mayPass } from "../passes/decide.js";

const INSIDE = ["entered", "arrived", "left"];
const seconds = (ms) => Math.floor(ms / 1000);

/** The day of a moment where the district lies: China has one time zone and no summer time. */
export function dayOf(ms) {
  return new Date(ms + 8 * 3600 * 1000).toISOString().slice(0, 10);
}

/** Of several passes of a plate the one that matters: inside when leaving, else expected nearest to now. */
export function choose(rows, way, now) {
  const rank = (row) => {
    const isInside = INSIDE.includes(row.trip_status);
    if (way === "exit") return isInside ? 0 : 1;
    const isExpected = row.pass_status === "issued" && row.trip_status === "expected";
    return isExpected && row.valid_until > seconds(now) ? 0 : isInside ? 1 : 2;
  };
  const distance = (row) => Math.abs((row.expected_at ?? 0) - seconds(now));
  return [...rows].sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b))[0] ?? null;
}

/** The answer of a way that a code stands for when it lets nobody pass; null for any other code. */
export function refusingAnswer(table, way, code) {
  const check = table.ways[way].find((each) => each.code === code && !mayPass(each));
  return check ? { level: check.level, code, also: [] } : null;
}

/** What this phone's own checks say of a pass: inside, left, or nothing. */
export function ownStanding(checks) {
  const standing = checks
    .filter((each) => !each.undone && ["let_pass", "test_and_pass", "escort"].includes(each.action))
    .sort((a, b) => a.seq - b.seq);
  const last = standing.at(-1);
  if (!last) return "";
  return last.way === "entry" ? "entered" : "closed";
}

/**
 * The flat facts that the decision is made of.
 *
 * `signed` is what `readSigned` says of a code, or null for what was typed; `row` the pass on the
 * list, or null; `own` this phone's checks of that pass; `held` everything else that is kept.
 */
export function factsOf({ signed, row, own, held, blocked, way, now }) {
  const claims = signed?.claims ?? null;
  const fetchedAt = held.fetched_at ?? 0;
  const mine = ownStanding(own);
  const unconfirmed = own.some((each) => !each.is_done);
  return {
    code: signed?.state ?? "none",
    is_known: row !== null,
    pass_status: row?.pass_status ?? (claims ? "issued" : ""),
    trip_status: (unconfirmed && mine) || row?.trip_status || mine || (claims ? "expected" : ""),
    valid_from: row?.valid_from ?? claims?.validFrom ?? null,
    valid_until: row?.valid_until ?? claims?.validUntil ?? null,
    checkpoint: row?.checkpoint || claims?.checkpoint || null,
    here: held.device?.premises_number ?? "",
    blocked,
    certificates_until: row?.certificates_until ?? null,
    today: dayOf(now),
    oldest_sample_at: row?.oldest_sample_at ?? null,
    test_max_hours: row?.test_max_hours ?? null,
    turn_back: row?.turn_back ?? "",
    earlier_trip_open: Boolean(row?.earlier_trip_open),
    needs_seal: row?.needs_seal ?? null,
    seal_number: ownSeal(own) || row?.seal_number || "",
    fever_from: row?.fever_from ?? 37.3,
    announced: row?.people ?? claims?.people ?? null,
    now: seconds(now),
    is_online: false,
    data_age_s: Math.max(0, seconds(now - fetchedAt)),
    call_after_s: held.limits?.call_after_s ?? 0,
    is_used_here: way === "entry" && mine === "entered",
  };
}

function ownSeal(own) {
  const sealed = own.filter((each) => each.way === "entry" && each.seal_number && !each.undone);
  return ownStanding(own) === "entered" ? (sealed.at(-1)?.seal_number ?? "") : "";
}
