/** Lets the minutes go on between two loads of the page; the server says when they count as late. */
function inWords(minutes, { minutes: short, hours: long, days: longest }) {
  const days = Math.floor(minutes / 1440);
  const words = minutes < 120 ? short : days < 2 ? long : longest;
  const hours = Math.floor((days < 2 ? minutes : minutes % 1440) / 60);
  return words.replace("{n}", minutes < 120 ? minutes : minutes % 60).replace("{h}", hours).replace("{d}", days);
}

function tick() {
  const now = Date.now();
  for (const clock of document.querySelectorAll("[data-longgang-clock]")) {
    const { since, remind, deadline, words } = clock.dataset;
    const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60000));
    const text = words.replace("{span}", inWords(minutes, clock.dataset));
    clock.querySelector("[data-longgang-clock-words]").textContent = text;
    clock.classList.toggle("clock-bad", now >= Date.parse(deadline));
    clock.classList.toggle("clock-soon", now >= Date.parse(remind) && now < Date.parse(deadline));
    clock.classList.toggle("clock-good", now < Date.parse(remind));
  }
}
setInterval(tick, 10000);
