/**
 * Reads QR codes with the camera: the browser's own reader where there is one, zxing elsewhere.
 * `look` gives each code that comes into view, as soon as the frame that shows it has been read.
 */
import { bring } from "./library.js";

const PAUSE = 50; // milliseconds between two looks: quick enough for people, easy on the battery

async function nativeReader() {
  const formats = (await window.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  if (!formats.includes("qr_code")) return null;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

async function zxingReader({ reader, wasm }) {
  await bring(reader);
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

export function hasCamera() {
  return Boolean(navigator.mediaDevices?.getUserMedia);
}

export class Camera {
  /** `files` names where zxing's script (`reader`) and its `wasm` lie. */
  constructor(video, files) {
    this.video = video;
    this.files = files;
  }

  /** Show what the camera sees. Throws when there is none, or when the person says no. */
  async start() {
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 1280 } },
    });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.read ??= (await nativeReader()) ?? (await zxingReader(this.files));
  }

  get isOn() {
    return Boolean(this.stream);
  }

  get track() {
    return this.stream.getVideoTracks()[0];
  }

  get hasTorch() {
    return Boolean(this.track.getCapabilities?.().torch);
  }

  async switchTorch(on) {
    await this.track.applyConstraints({ advanced: [{ torch: on }] });
  }

  /** Call `take` with every code seen until `stop`; whoever takes it says whether it is news. */
  async look(take) {
    while (this.stream) {
      const code = this.video.readyState >= 2 ? await this.read(this.video).catch(() => "") : "";
      if (code && this.stream) take(code);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }
}
