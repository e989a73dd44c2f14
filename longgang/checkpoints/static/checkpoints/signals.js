/** Yes and no for the ear and the hand: two rising notes and one short tap, a low buzz and two long. */
let context = null;

/** Browsers let a page sound only after a touch: call this from one. */
export function allowSound() {
  context ??= new AudioContext();
  context.resume();
}

function note(frequency, begin, length, shape) {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = shape;
  oscillator.frequency.value = frequency;
  const at = context.currentTime + begin;
  volume.gain.setValueAtTime(0.4, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + length);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + length);
}

export function signal(level, { isSilent = false } = {}) {
  navigator.vibrate?.({ green: [90], amber: [90, 60, 90] }[level] ?? [350, 120, 350]);
  if (isSilent || context?.state !== "running") return;
  if (level === "green") {
    note(660, 0, 0.12, "sine");
    note(990, 0.12, 0.2, "sine");
  } else if (level === "amber") {
    note(660, 0, 0.15, "triangle");
    note(660, 0.22, 0.15, "triangle");
  } else {
    note(160, 0, 0.55, "sawtooth");
  }
}
