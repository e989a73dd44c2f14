/**
 * Reads a QR code with the camera, writes it into the form's input and sends the form.
 * Typing and USB scanners, which type and press Enter, need none of this.
 */
import { Camera, hasCamera } from "./camera.js";

class Scanner {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("[data-longgang-scanner-input]");
    this.view = form.querySelector("[data-longgang-scanner-view]");
    this.failed = form.querySelector("[data-longgang-scanner-failed]");
    this.startButton = form.querySelector("[data-longgang-scanner-start]");
    this.stopButton = form.querySelector("[data-longgang-scanner-stop]");
    this.torchButton = form.querySelector("[data-longgang-scanner-torch]");
    this.camera = new Camera(this.view.querySelector("video"), form.dataset);
    this.startButton.addEventListener("click", () => this.start());
    this.stopButton.addEventListener("click", () => this.stop());
    this.torchButton.addEventListener("click", () => this.switchTorch());
    addEventListener("pagehide", () => this.stop());
    form.querySelector("[data-longgang-scanner-buttons]").hidden = !hasCamera();
    this.input.focus({ preventScroll: true });
  }

  async start() {
    this.startButton.hidden = true;
    this.failed.hidden = true;
    try {
      this.view.hidden = this.stopButton.hidden = false;
      await this.camera.start();
      this.torchButton.hidden = !this.camera.hasTorch;
      await this.camera.look((code) => this.take(code));
    } catch {
      this.stop();
      this.failed.textContent = this.form.dataset.failed;
      this.failed.hidden = false;
      this.input.focus();
    }
  }

  take(code) {
    navigator.vibrate?.(80);
    this.stop();
    this.input.value = code;
    this.form.requestSubmit();
  }

  async switchTorch() {
    const on = this.torchButton.getAttribute("aria-pressed") !== "true";
    await this.camera.switchTorch(on);
    this.torchButton.setAttribute("aria-pressed", String(on));
  }

  stop() {
    this.camera.stop();
    this.view.hidden = this.stopButton.hidden = this.torchButton.hidden = true;
    this.startButton.hidden = false;
  }
}

document.querySelectorAll("[data-longgang-scanner]").forEach((form) => new Scanner(form));
