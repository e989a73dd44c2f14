/** Ticks every box of the form around a link data-longgang-tick="all", or none: the same page stays. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-longgang-tick]");
  if (!link) return;
  event.preventDefault();
  for (const box of link.closest("form").querySelectorAll("input[type=checkbox]")) {
    box.checked = link.dataset.longgangTick === "all";
  }
});
