/** A button in the page's own words before the browser's, which lies over it unseen and does the work. */
function draw(place) {
  const input = place.querySelector("input[type=file]");
  const face = place.querySelector(".file-face");
  const name = place.querySelector(".file-name");
  const nothing = name.textContent;
  place.classList.add("file-drawn");
  face.hidden = false;
  const tell = () => {
    name.textContent = [...input.files].map((file) => file.name).join("、") || nothing;
  };
  input.addEventListener("change", tell);
  tell();
}

function drawAll() {
  document.querySelectorAll("[data-longgang-file]:not(.file-drawn)").forEach(draw);
}
document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
