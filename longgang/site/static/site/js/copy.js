/** data-longgang-copy="text" on a button puts the text on the clipboard and says so. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-longgang-copy]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(button.dataset.longgangCopy);
  if (button.dataset.copied) button.textContent = button.dataset.copied;
});
