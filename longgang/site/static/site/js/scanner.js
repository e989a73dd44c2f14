/**
 * Reads a QR code with the camera, writes it into the form's input and sends the form.
 * The browser's own reader where there is one, zxing elsewhere. Typing and USB scanners, which type
 * and press Enter, need none of this.
 */
const PAUSE = 120; // milliseconds between two looks: quick enough for people, easy on the battery

function addScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

async function nativeReader() {
  const formats = (await window.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  if (!formats.includes("qr_code")) return null;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

async function zxingReader({ reader, wasm }) {
  await addScript(reader);
  const { prepareZXingModule, readBarcodes } = window.ZXingWASM;
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const scale = Math.min(1, 1280 / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = video.videoWidth * scale;
    canvas.height = video.videoHeight * scale;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(image, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found[0]?.text;
  };
}

class Scanner {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("[data-longgang-scanner-input]");
    this.view = form.querySelector("[data-longgang-scanner-view]");
    this.video = this.view.querySelector("video");
    this.failed = form.querySelector("[data-longgang-scanner-failed]");
    this.startButton = form.querySelector("[data-longgang-scanner-start]");
    this.stopButton = form.querySelector("[data-longgang-scanner-stop]");
    this.torchButton = form.querySelector("[data-longgang-scanner-torch]");
    this.startButton.addEventListener("click", () => this.start());
    this.stopButton.addEventListener("click", () => this.stop());
    this.torchButton.addEventListener("click", () => this.switchTorch());
    addEventListener("pagehide", () => this.stop());
    form.querySelector("[data-longgang-scanner-buttons]").hidden = !navigator.mediaDevices?.getUserMedia;
    this.input.focus({ preventScroll: true });
  }

  async start() {
    this.startButton.hidden = true;
    this.failed.hidden = true;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 1280 } },
      });
      this.video.srcObject = this.stream;
      this.view.hidden = this.stopButton.hidden = false;
      await this.video.play();
      this.torchButton.hidden = !this.track.getCapabilities?.().torch;
      this.read ??= (await nativeReader()) ?? (await zxingReader(this.form.dataset));
      this.look();
    } catch {
      this.stop();
      this.failed.textContent = this.form.dataset.failed;
      this.failed.hidden = false;
      this.input.focus();
    }
  }

  get track() {
    return this.stream.getVideoTracks()[0];
  }

  async look() {
    if (!this.stream) return;
    const code = this.video.readyState >= 2 ? await this.read(this.video).catch(() => "") : "";
    if (code && this.stream) return this.take(code);
    setTimeout(() => this.look(), PAUSE);
  }

  take(code) {
    navigator.vibrate?.(80);
    this.stop();
    this.input.value = code;
    this.form.requestSubmit();
  }

  async switchTorch() {
    const on = this.torchButton.getAttribute("aria-pressed") !== "true";
    await this.track.applyConstraints({ advanced: [{ torch: on }] });
    this.torchButton.setAttribute("aria-pressed", String(on));
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.view.hidden = this.stopButton.hidden = this.torchButton.hidden = true;
    this.startButton.hidden = false;
  }
}

document.querySelectorAll("[data-longgang-scanner]").forEach((form) => new Scanner(form));
