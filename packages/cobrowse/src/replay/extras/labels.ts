/** The words of what cannot be shown, as a picture: frames, media and canvases have no room for text of their own. */
import type { Label } from "../../wire/extras.ts";

const WORDS = {
  de: {
    frame: "Inhalt einer anderen Website",
    payment: "Zahlung: nur für den Besucher",
    video: "Video",
    audio: "Ton",
    plugin: "Eingebettetes Dokument",
    closed: "Baustein, der nichts zeigt",
    canvas: "Zeichnung oder Karte",
  },
  en: {
    frame: "Another website's content",
    payment: "Payment: for the visitor alone",
    video: "Video",
    audio: "Audio",
    plugin: "Embedded document",
    closed: "Component that shows nothing",
    canvas: "Drawing or map",
  },
} as const satisfies Record<string, Record<Label, string>>;

export const labelWords = (label: Label, language: string): string =>
  WORDS[language === "de" ? "de" : "en"][label];

/** A CSS value: the words in the middle of a box of this size. */
export const labelPicture = (words: string, width: number, height: number): string => {
  // As large as fits, and never larger than what the console's own text is.
  const size = Math.max(7, Math.min(15, (width / words.length) * 1.6, height * 0.6));
  const text = `<text x="${width / 2}" y="${height / 2}" font-family="system-ui,sans-serif" font-size="${size.toFixed(1)}" fill="#0b3d5e" text-anchor="middle" dominant-baseline="middle">${words}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${text}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
};
