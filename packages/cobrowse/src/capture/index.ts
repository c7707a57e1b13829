/** The recorder's side: what the widget loads after consent. */
export { startCapture } from "./startCapture.ts";
export type { Capture, CapturedFrame, CaptureOptions, MaskPolicy } from "./types.ts";
