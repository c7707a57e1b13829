/** The capture side as a test page drives it: the real one, and one whose gate lets everything through. */
import type { DriftReport, MaskRule } from "@lotse/protocol";
import type { StartExtras } from "../../../packages/cobrowse/src/capture/extras/host.ts";
import { SegmentEncoder } from "../../../packages/cobrowse/src/capture/SegmentEncoder.ts";
import { createCapture, startCapture } from "../../../packages/cobrowse/src/capture/startCapture.ts";
import { createStrokes } from "../../../packages/cobrowse/src/capture/strokes.ts";
import type { Capture, CapturedFrame } from "../../../packages/cobrowse/src/capture/types.ts";
import { createPointing } from "../../../packages/cobrowse/src/control/pointing.ts";
import { createDrift } from "../../../packages/cobrowse/src/drift/report.ts";
import type { MarkShow } from "../../../packages/cobrowse/src/marks/showMarks.ts";
import { makeSegments } from "./segments.ts";

const clock = {
  nowMs: () => Date.now(),
  after: (delayMs: number, fn: () => void) => {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  },
};

interface Options {
  readonly filtered: boolean;
  readonly strict?: boolean;
  readonly rules?: readonly MaskRule[];
  readonly own?: readonly Element[];
  /** False: rrweb's own events alone, to see what would be missing. */
  readonly extras?: boolean;
  /** Ten seconds of the extras' clock pass in this time: what the structure comes to is said as often. */
  readonly digestMs?: number;
}

const hurried =
  (start: StartExtras, digestMs: number): StartExtras =>
  host =>
    start({
      ...host,
      clock: {
        ...host.clock,
        after: (delayMs, fn) => host.clock.after(delayMs < 10_000 ? delayMs : digestMs, fn),
      },
    });

/** The brush at hand, as it is once the visitor looks at what the agent sees. */
const withBrush = (capture: Capture) => ({
  ...capture,
  paint: (element: Element) => capture.paint(element, createStrokes),
});

const frames: CapturedFrame[] = [];
const failures: string[] = [];

const start = (given: Options): Capture => {
  const { filtered, strict = false, rules = [], own = [], extras = true, digestMs = 10_000 } = given;
  const { lotseExtras } = window;
  const options = {
    policy: { strict, rules },
    clock,
    firstSegment: 1,
    own,
    // A script of its own here, too: see build.ts. A page that does not load it goes without.
    ...(extras && lotseExtras ? { extras: async () => hurried(lotseExtras, digestMs) } : {}),
    onFrame: (frame: CapturedFrame) => frames.push(frame),
    onFailed: (error: unknown) => failures.push(String(error)),
  };
  if (filtered) return withBrush(startCapture(options));
  return createCapture(options, {
    makeEgress: () => ({
      ...{ filter: event => event, besides: () => null, shows: () => true },
      ...{ text: (_, value) => value, address: value => value },
    }),
    maskInputOptions: {},
    slimDOMOptions: {},
  });
};

/** Marks over the page, from a shadow root like the widget's; `host` is to be among what is not recorded. */
const point = (host: HTMLElement, capture: Capture): MarkShow => {
  host.style.cssText =
    "all: initial; position: fixed; inset: 0; z-index: 2147483000; pointer-events: none; contain: strict";
  const root = host.attachShadow({ mode: "open" });
  const stop = document.createElement("button");
  stop.id = "stop";
  stop.textContent = "Stop";
  stop.style.cssText = "position: absolute; top: 0; left: 40%; pointer-events: auto";
  root.append(stop);
  const nodeOf: Capture["nodeOf"] = node => capture.nodeOf(node);
  const { shownParent } = capture;
  return createPointing({ window, clock, root, below: stop, nodeOf, shownParent, onDrawn: () => undefined });
};

const base64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return btoa(text);
};

/** The frames since the last call, as the test's Node side takes them. */
const take = (): { segment: number; seq: number; bytes: string }[] =>
  frames.splice(0).map(frame => ({ segment: frame.segment, seq: frame.seq, bytes: base64(frame.bytes) }));

declare global {
  interface Window {
    lotseTest: typeof api;
    lotseExtras?: StartExtras;
  }
}
/** Sends segments to the test's server, as bytes. */
const postSegments = async (options: Parameters<typeof makeSegments>[0]): Promise<void> => {
  await fetch("/segments", { method: "POST", body: makeSegments(options) });
};
/** What the report of the page says now. */
const drift = (capture: Capture, rules: readonly MaskRule[]): DriftReport =>
  createDrift(window, null)(capture, rules);
const api = { start, drift, point, take, failures, SegmentEncoder, base64, postSegments };
window.lotseTest = api;
