/** What comes from the agent to the visitor's page: what the widget loads when the first mark arrives. */
export type { MarkShow } from "../marks/showMarks.ts";
export { createPointing, type PointingOptions } from "./pointing.ts";
