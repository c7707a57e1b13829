/** The recorder's side: what the widget loads after consent. */
export { createDom } from "./dom.ts";
export { judgeField } from "./fields.ts";
export { matchesPath } from "./policy.ts";
export { scrubText } from "./scrub.ts";
export { startCapture } from "./startCapture.ts";
export type { Capture, CapturedFrame, CaptureOptions, MaskPolicy } from "./types.ts";
