/** Sound, title and desktop notifications of a real browser. Browsers allow sound only after a click or key. */
import type { Attention } from "../ports.ts";

interface Tone {
  readonly hertz: number;
  readonly atS: number;
}

const RING: readonly Tone[] = [
  { hertz: 880, atS: 0 },
  { hertz: 1108, atS: 0.18 },
  { hertz: 880, atS: 0.36 },
];
const CHIME: readonly Tone[] = [{ hertz: 660, atS: 0 }];
const TONE_S = 0.16;
const VOLUME = 0.12;

const play = (audio: AudioContext, tones: readonly Tone[]) => {
  for (const { hertz, atS } of tones) {
    const startS = audio.currentTime + atS;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = hertz;
    // Faded in and out: a tone cut off clicks.
    volume.gain.setValueAtTime(0, startS);
    volume.gain.linearRampToValueAtTime(VOLUME, startS + 0.02);
    volume.gain.linearRampToValueAtTime(0, startS + TONE_S);
    tone.connect(volume).connect(audio.destination);
    tone.start(startS);
    tone.stop(startS + TONE_S);
  }
};

type Browser = Window & typeof globalThis;

/** Runs `fn` at the next click or key: what browsers take for a person's wish. */
const atNextGesture = (window: Browser, fn: () => void): void => {
  const run = () => {
    window.removeEventListener("pointerdown", run, true);
    window.removeEventListener("keydown", run, true);
    fn();
  };
  window.addEventListener("pointerdown", run, true);
  window.addEventListener("keydown", run, true);
};

export const browserAttention = (window: Browser): Attention => {
  const { document } = window;
  let audio: AudioContext | null = null;
  atNextGesture(window, () => {
    audio = new window.AudioContext();
  });
  const isAttentive = () => document.visibilityState === "visible" && document.hasFocus();
  const sound = (tones: readonly Tone[]) => {
    if (audio !== null) play(audio, tones);
  };
  return {
    ring: () => sound(RING),
    chime: () => sound(CHIME),
    title: text => {
      document.title = text;
    },
    askToNotify: () => {
      if (!("Notification" in window) || window.Notification.permission !== "default") return;
      atNextGesture(window, () => void window.Notification.requestPermission());
    },
    notify: note => {
      if (!("Notification" in window) || window.Notification.permission !== "granted") return () => undefined;
      const shown = new window.Notification(note.title, { body: note.body, tag: `lotse-${note.about}` });
      shown.onclick = () => {
        window.focus();
        note.onClick();
        shown.close();
      };
      return () => shown.close();
    },
    get attentive() {
      return isAttentive();
    },
    onAttentive: fn => {
      const tell = () => fn(isAttentive());
      document.addEventListener("visibilitychange", tell);
      window.addEventListener("focus", tell);
      window.addEventListener("blur", tell);
      return () => {
        document.removeEventListener("visibilitychange", tell);
        window.removeEventListener("focus", tell);
        window.removeEventListener("blur", tell);
      };
    },
  };
};
