/**
 * What this phone keeps: the lists it judges by, and every check until the server has confirmed it.
 *
 *   held     one row a name: cursor, fetched_at, offset, keys, issuer, limits, duty, blocked, words …
 *   passes   one row a pass number, as the server last described it
 *   checks   one row a nonce, in the order of `seq`; confirmed ones stay for the day's list
 *   photos   one picture a nonce, until the server has it whole
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

  /** Take over what the server sent: whole, or what has changed. All or nothing. */
  async takeFeed(feed, facts) {
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

  /** Keep a check with its picture. Without room for the picture the check alone is kept. */
  async keep(check, photo) {
    const change = this.db.transaction(["checks", "photos"], "readwrite", { durability: "strict" });
    const last = await change.objectStore("checks").index("seq").openKeyCursor(null, "prev");
    const kept = { ...check, seq: (last?.key ?? 0) + 1 };
    change.objectStore("checks").put(kept);
    if (photo) change.objectStore("photos").put(photo, check.nonce);
    await change.done;
    return kept;
  }

  async change(nonce, changes) {
    const change = this.db.transaction("checks", "readwrite", { durability: "strict" });
    const check = await change.store.get(nonce);
    if (check) change.store.put({ ...check, ...changes });
    await change.done;
    return check && { ...check, ...changes };
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

  /** Confirmed checks of earlier days leave; what is not confirmed never does. */
  async tidy(now) {
    const change = this.db.transaction("checks", "readwrite");
    for await (const cursor of change.store) {
      const { is_done: isDone, device_at: at } = cursor.value;
      if (isDone && now - at > KEPT_MS) cursor.delete();
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
