/** Lets the minutes go on between two loads of the page; the server says when they count as late. */
function tick() {
  const now = Date.now();
  for (const clock of document.querySelectorAll("[data-longgang-clock]")) {
    const { since, remind, deadline, words } = clock.dataset;
    const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60000));
    clock.querySelector("[data-longgang-clock-words]").textContent = words.replace("{n}", minutes);
    clock.classList.toggle("clock-bad", now >= Date.parse(deadline));
    clock.classList.toggle("clock-soon", now >= Date.parse(remind) && now < Date.parse(deadline));
    clock.classList.toggle("clock-good", now < Date.parse(remind));
  }
}
setInterval(tick, 10000);
