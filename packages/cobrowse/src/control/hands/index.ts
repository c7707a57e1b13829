/** What the widget loads when a visitor lets an agent act on the page. */
export { createHands, type Hands, type HandsOptions, type PressQuestion } from "./hands.ts";
