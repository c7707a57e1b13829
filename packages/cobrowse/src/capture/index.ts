/** The recorder's side: what the widget loads after consent. */
export { boxOf } from "./hidden.ts";
export { startCapture } from "./startCapture.ts";
export type { Capture, CapturedFrame, CaptureOptions, MaskPolicy } from "./types.ts";
