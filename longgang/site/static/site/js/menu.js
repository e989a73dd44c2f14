/** Closes an open menu when something else is pressed, or Escape; without it, its head closes it. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("[data-longgang-menu][open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (event) => {
  closeMenus(event.target.closest?.("[data-longgang-menu]"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelector("[data-longgang-menu][open] summary")?.focus();
  closeMenus();
});
