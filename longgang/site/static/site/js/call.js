/** A link with data-longgang-call that was asked for by a tap dials at once: the tap was the call. */
document.addEventListener("htmx:afterSettle", (event) => {
  const link = event.target.matches?.("[data-longgang-call]")
    ? event.target
    : event.target.querySelector?.("[data-longgang-call]");
  link?.click();
});
