/**
 * Whether anything is masked at all on this page. Polyfills and other scripts replace what masking stands on
 * (`matches`, `parentNode`, `Array.prototype.some`); some break it so that everything would pass. Tried on elements of
 * our own before anything is recorded. Knows nothing of what then becomes of the sharing.
 */
import { createDom } from "./dom.ts";
import { createJudge, createMaskMemory, EXPOSURE } from "./exposure.ts";
import { createPaint } from "./paint.ts";
import { createPolicy } from "./policy.ts";
import { scrubText } from "./scrub.ts";

const CARD = "4000056655665556";

export const isSound = (window: Window & typeof globalThis): boolean => {
  const make = (tag: string, name: string, value: string): Element => {
    const element = window.document.createElement(tag);
    element.setAttribute(name, value);
    return element;
  };
  /** Judged by a text deep inside. */
  const within = (element: Element): Node => {
    const text = window.document.createTextNode("x");
    element.appendChild(make("p", "id", "")).appendChild(text);
    return text;
  };
  try {
    const policy = createPolicy(window, {
      strict: false,
      rules: [{ selector: "q", action: "mask" }],
    });
    const names = { has: () => false, add: () => undefined };
    const memory = { ...createMaskMemory(), names };
    const judge = createJudge(window, {
      policy,
      own: [],
      memory,
      paint: createPaint(createDom(window), memory.paint),
    });
    return (
      judge.exposure(within(make("div", "data-lotse-mask", ""))) === EXPOSURE.mask &&
      judge.exposure(within(make("div", "data-lotse-block", ""))) === EXPOSURE.block &&
      judge.exposure(within(make("q", "id", ""))) === EXPOSURE.mask &&
      judge.secretField(make("input", "type", "password")) &&
      judge.secretField(make("input", "name", "iban")) &&
      scrubText(CARD) !== CARD
    );
  } catch {
    return false;
  }
};
