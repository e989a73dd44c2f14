/**
 * What this phone keeps: the lists it judges by, and every check until the server has confirmed it.
 *
 *   held     one row a name: cursor, fetched_at, offset, keys, issuer, limits, duty, blocked, words …
 *   passes   one row a pass number, as the server last described it
 *   checks   one row a nonce, in the order of `seq`; confirmed ones stay for the day's list
 *   photos   one picture a nonce, until the server has it whole
 *
 * On a full phone a write makes room by forgetting what the server has, and is tried once more; if
 * there is none, it fails with a fault that `isFull` knows, and nothing of it is kept.
 */
import { deleteDB, openDB } from "../vendor/idb/idb.js";

const NAME = "longgang-checkpoint";
const COLUMNS = [
  "number", "plate", "plate_colour", "pass_status", "trip_status", "valid_from", "valid_until",
  "checkpoint", "people", "one_trip", "certificates_until", "oldest_sample_at", "test_max_hours",
  "turn_back", "earlier_trip_open", "seal_number", "fever_from", "expected_at",
  "needs_seal",
];
const KEPT_MS = 48 * 3600 * 1000; // confirmed checks, for the officer's own list

/** Whether a write failed because the phone has no room, or its storage no strength: not by ours. */
export function isFull(fault) {
  return fault instanceof DOMException;
}

export class Store {
  static async open() {
    const store = new Store();
    await store.reopen();
    return store;
  }

  async reopen() {
    this.db = await openDB(NAME, 1, {
      upgrade(db) {
        db.createObjectStore("held");
        db.createObjectStore("passes", { keyPath: "number" }).createIndex("plate", "plate");
        const checks = db.createObjectStore("checks", { keyPath: "nonce" });
        checks.createIndex("seq", "seq", { unique: true });
        checks.createIndex("pass", "pass_number");
        db.createObjectStore("photos");
      },
    });
  }

  held(name) {
    return this.db.get("held", name);
  }

  async hold(facts) {
    const change = this.db.transaction("held", "readwrite");
    for (const [name, value] of Object.entries(facts)) change.store.put(value, name);
    await change.done;
  }

  /** Everything held at once: a scan asks once. */
  async allHeld() {
    const look = this.db.transaction("held");
    const [names, values] = await Promise.all([look.store.getAllKeys(), look.store.getAll()]);
    return Object.fromEntries(names.map((name, place) => [name, values[place]]));
  }

  /** From where on to ask; from the start when another version of this page kept the rows. */
  async cursor() {
    return (await this.held("columns")) === COLUMNS.join() ? ((await this.held("cursor")) ?? "") : "";
  }

  async write(deed) {
    try {
      return await deed();
    } catch (fault) {
      if (!isFull(fault)) throw fault;
      await this.forgetConfirmed();
      return deed();
    }
  }

  /** Take over what the server sent: whole, or what has changed. All or nothing. */
  takeFeed(feed, facts) {
    return this.write(() => this.putFeed(feed, facts));
  }

  async putFeed(feed, facts) {
    const change = this.db.transaction(["held", "passes"], "readwrite", { durability: "relaxed" });
    const passes = change.objectStore("passes");
    if (feed.is_full) passes.clear();
    for (const row of feed.passes) {
      passes.put(Object.fromEntries(COLUMNS.map((name, place) => [name, row[place] ?? null])));
    }
    const held = change.objectStore("held");
    held.put(COLUMNS.join(), "columns");
    for (const [name, value] of Object.entries(facts)) held.put(value, name);
    await change.done;
  }

  pass(number) {
    return this.db.get("passes", number);
  }

  passesOf(plate) {
    return this.db.getAllFromIndex("passes", "plate", plate);
  }

  countPasses() {
    return this.db.count("passes");
  }

  /** Keep a check with its picture: both, or neither. */
  keep(check, photo) {
    return this.write(() => this.put(check, photo));
  }

  async put(check, photo) {
    const change = this.db.transaction(["checks", "photos"], "readwrite", { durability: "strict" });
    const kept = { ...check, seq: (await lastCount(change.objectStore("checks"))) + 1 };
    change.objectStore("checks").put(kept);
    if (photo) change.objectStore("photos").put(photo, check.nonce);
    await change.done;
    return kept;
  }

  /** The number that the next check will have. */
  async nextCount() {
    return (await lastCount(this.db.transaction("checks").store)) + 1;
  }

  change(nonce, changes) {
    return this.write(() => this.putChanges(nonce, changes));
  }

  async putChanges(nonce, changes) {
    const change = this.db.transaction("checks", "readwrite", { durability: "strict" });
    const check = await change.store.get(nonce);
    if (check) change.store.put({ ...check, ...changes });
    await change.done;
    return check && { ...check, ...changes };
  }

  /** The server has it: noted on the day's list; on a full phone it leaves the list instead. */
  async confirm(nonce, changes) {
    try {
      await this.change(nonce, changes);
    } catch (fault) {
      if (!isFull(fault)) throw fault;
      await this.db.delete("checks", nonce);
    }
  }

  async drop(nonce) {
    const change = this.db.transaction(["checks", "photos"], "readwrite");
    change.objectStore("checks").delete(nonce);
    change.objectStore("photos").delete(nonce);
    await change.done;
  }

  check(nonce) {
    return this.db.get("checks", nonce);
  }

  /** All checks, the oldest first. */
  checks() {
    return this.db.getAllFromIndex("checks", "seq");
  }

  checksOf(passNumber) {
    return this.db.getAllFromIndex("checks", "pass", passNumber);
  }

  photo(nonce) {
    return this.db.get("photos", nonce);
  }

  photoNonces() {
    return this.db.getAllKeys("photos");
  }

  dropPhoto(nonce) {
    return this.db.delete("photos", nonce);
  }

  /** Confirmed checks of earlier days leave. */
  tidy(now) {
    return this.forgetConfirmed(now - KEPT_MS);
  }

  /**
   * Confirmed checks leave, all of them or those of before a moment. What is not confirmed never
   * does, nor the last one: the count of this phone's checks goes on from it.
   */
  async forgetConfirmed(before = Infinity) {
    const change = this.db.transaction("checks", "readwrite");
    const last = await lastCount(change.store);
    for await (const cursor of change.store) {
      const { is_done: isDone, device_at: at, seq } = cursor.value;
      if (isDone && at < before && seq !== last) cursor.delete();
    }
    await change.done;
  }

  /** Forget what was learned of others; checks that nobody has yet stay until they are handed in. */
  async forgetLists() {
    const change = this.db.transaction(["held", "passes"], "readwrite");
    change.objectStore("held").clear();
    change.objectStore("passes").clear();
    await change.done;
  }

  /** Forget everything. */
  async forget() {
    this.db.close();
    await deleteDB(NAME);
    await this.reopen();
  }
}

async function lastCount(checks) {
  const last = await checks.index("seq").openKeyCursor(null, "prev");
  return last?.key ?? 0;
}
