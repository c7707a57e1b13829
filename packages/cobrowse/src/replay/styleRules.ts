/** What the mirror adds to the sheets of the page: marks of what is withheld, so that "masked" never looks like "empty". */
import { FOCUS_MARK } from "./states/stateSelectors.ts";

const HIDDEN = { de: "verborgen", en: "hidden" } as const;
const HATCH = "repeating-linear-gradient(135deg, #d5dee6 0 8px, #e9eef2 8px 16px) !important";
/** Out of the flow and cut at the box: it moves nothing, and says nothing beside it. */
const LABEL =
  "color: #0b3d5e; font: 600 11px/14px system-ui, sans-serif; text-indent: 0; white-space: nowrap;";

export const styleRules = (language: string): string[] => {
  const word = HIDDEN[language === "de" ? "de" : "en"];
  return [
    // Held by the visitor's browser already, and told: held a second time, it would move.
    "* { overflow-anchor: none !important; }",
    "[data-lotse-masked] { background-image: repeating-linear-gradient(135deg, rgb(11 61 94 / 14%) 0 6px, transparent 6px 12px) !important; }",
    '[data-lotse-masked~="filled"] { background-color: rgb(11 61 94 / 10%) !important; }',
    '[data-lotse-masked~="invalid"] { outline: 2px dashed #c8102e !important; outline-offset: 1px !important; }',
    `[${FOCUS_MARK}] { outline: 3px solid #0b6aa8 !important; outline-offset: 1px !important; }`,
    // Without scripts a browser always shows a player's controls: over the words of what cannot be played here.
    "video::-webkit-media-controls, audio::-webkit-media-controls { display: none !important; }",
    `[data-lotse-blocked], iframe[data-lotse-foreign] { background: ${HATCH}; }`,
    "[data-lotse-blocked] { overflow: clip !important; }",
    `[data-lotse-blocked]::after { content: "${word}"; position: absolute; padding: 1px 4px; ${LABEL} }`,
    // A text of several lines: to the end of its first one, and as much of the last as it filled.
    '[data-lotse-blocked="lines"]::before { content: var(--lotse-breaks); white-space: pre; padding-inline-start: var(--lotse-first); }',
    '[data-lotse-blocked="lines"]::after { position: static; display: inline-block; box-sizing: border-box; overflow: clip; height: 14px; vertical-align: baseline; width: var(--lotse-last); padding: 0; }',
  ];
};
