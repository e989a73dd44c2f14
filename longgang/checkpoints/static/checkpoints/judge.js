/**
 * From what was read, what is held and what this phone has done itself to the answer at the gate.
 * The decision itself is data, the same as on the server (`decide.js`).
 */
import { mayPass, placeOf } from "../passes/decide.js";

const INSIDE = ["entered", "arrived", "left"];
const seconds = (ms) => Math.floor(ms / 1000);

/** The day of a moment where the district lies: China has one time zone and no summer time. */
export function dayOf(ms) {
  return new Date(ms + 8 * 3600 * 1000).toISOString().slice(0, 10);
}

/**
 * Of several passes of a plate the one that is meant, as the table says (`choice`); of equal ones the
 * one expected nearest to now. `named` is the number in a code or as typed. Null where none is meant
 * that this phone has on its list. Each row's `trip_status` is its `standingOf`.
 */
export function choose(table, rows, { way, named = "", now }) {
  const isNamed = (row) => named !== "" && row.number === named;
  const known = named && !rows.some(isNamed) ? [...rows, { number: named, isUnlisted: true }] : rows;
  const placed = known.map((row) => ({
    row,
    place: placeOf(table, way, { ...row, is_named: isNamed(row), now: seconds(now) }),
    distance: Math.abs((row.expected_at ?? 0) - seconds(now)),
  }));
  const [first] = placed.sort((a, b) => a.place - b.place || a.distance - b.distance);
  return !first || first.row.isUnlisted ? null : first.row;
}

/** Where the trip of a pass is: what this phone did and the server does not know yet, else the list. */
export function standingOf(row, own) {
  const mine = ownStanding(own);
  return (own.some((each) => !each.is_done) && mine) || row?.trip_status || mine;
}

/** Whether a vehicle is inside on any of these passes. */
export function isInside(rows) {
  return rows.some((row) => INSIDE.includes(row.trip_status));
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
 * list, or null; `others` the other passes of the vehicle; `own` this phone's checks of that pass;
 * `held` everything else that is kept.
 */
export function factsOf({ signed, row, others = [], own, held, blocked, way, now }) {
  const claims = signed?.claims ?? null;
  const fetchedAt = held.fetched_at ?? 0;
  const mine = ownStanding(own);
  return {
    code: signed?.state ?? "none",
    is_known: row !== null,
    pass_status: row?.pass_status ?? (claims ? "issued" : ""),
    trip_status: standingOf(row, own) || (claims ? "expected" : ""),
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
    earlier_trip_open: Boolean(row?.earlier_trip_open) || isInside(others),
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
