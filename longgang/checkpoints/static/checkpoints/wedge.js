/**
 * A USB or Bluetooth reader types like a very fast person and presses Enter. What it types counts
 * wherever the focus is; what a person types into a field is left alone.
 */
const FASTEST_PERSON_MS = 60;
const SHORTEST = 6;

export function listenToReader(take) {
  let typed = "";
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.target.closest?.("input, textarea, select") || event.ctrlKey || event.altKey) return;
    if (event.timeStamp - last > FASTEST_PERSON_MS) typed = "";
    last = event.timeStamp;
    if (event.key === "Enter" && typed.length >= SHORTEST) {
      event.preventDefault();
      take(typed);
      typed = "";
    } else if (event.key.length === 1) {
      typed += event.key;
    }
  });
}
