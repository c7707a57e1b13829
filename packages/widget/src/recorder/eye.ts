/** The button "what does the agent see?". What it opens is fetched when it is first pressed. */

import type { Language } from "@lotse/protocol";
import type { Sight, SightPage } from "./sight.ts";

const WORDS = { de: "Was sieht der Agent?", en: "What does the agent see?" } as const;
const EYE = "M1 12s4-7 11-7 11 7 11 7-4 7-11 7S1 12 1 12Zm11-3.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z";
const SVG = "http://www.w3.org/2000/svg";

export interface Eye {
  readonly button: HTMLButtonElement;
  close(): void;
}

export const createEye = (options: {
  readonly root: ShadowRoot;
  readonly frame: HTMLElement;
  readonly language: Language;
  readonly page: () => SightPage | null;
}): Eye => {
  const label = WORDS[options.language];
  const button = document.createElement("button");
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", EYE);
  svg.append(path);
  button.append(svg);
  button.type = "button";
  button.className = "eye";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.setAttribute("aria-pressed", "false");
  button.dataset.testid = "cobrowse-sight";
  let sight: Sight | null = null;
  let closed = false;
  const toggle = async (): Promise<void> => {
    // Not to be had (offline): the next press tries again, sharing goes on as it is.
    const module = await import("./sight.ts").catch(() => null);
    if (module === null || closed) return;
    sight ??= module.createSight({ ...options, button });
    sight.toggle();
  };
  button.addEventListener("click", event => {
    if (event.isTrusted) void toggle();
  });
  return {
    button,
    close: () => {
      closed = true;
      sight?.close();
    },
  };
};
