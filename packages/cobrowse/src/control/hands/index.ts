/** What the widget loads when a visitor lets an agent act on the page. */
export { createHands } from "./hands.ts";
export type { Hands, HandsOptions, PressQuestion } from "./types.ts";
