/** Brings the summary of errors into focus, and its links to the field itself. */
function focusSummary() {
  document.querySelector("[data-longgang-errors]")?.focus();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-longgang-errors] a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  const control = field?.querySelector("input:not([type=hidden]), select, textarea");
  if (!control) return;
  event.preventDefault();
  field.scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});
document.addEventListener("htmx:afterSettle", focusSummary);
focusSummary();
