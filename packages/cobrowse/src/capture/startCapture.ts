/**
 * Records the page into segments. The order is fixed: rrweb, egress gate, encoder, `onFrame`. Whatever fails on the
 * way ends the capture: nothing unfiltered ever leaves. Knows nothing of connections.
 */
import { record } from "@rrweb/record";
import { EVENT, type PageEvent, SOURCE } from "../wire/events.ts";
import { barWidth } from "./barWidth.ts";
import { createDom, isElement } from "./dom.ts";
import { createEgress, type Egress, type EgressParts } from "./egress.ts";
import { createJudge, createMaskMemory } from "./exposure.ts";
import type { Extras } from "./extras/host.ts";
import { focusNow } from "./focus.ts";
import { hiddenElements } from "./hidden.ts";
import { joinExtras } from "./joinExtras.ts";
import { createPace } from "./pace.ts";
import { createPaint } from "./paint.ts";
import { createPolicy } from "./policy.ts";
import { createSegmentWriter } from "./segmentWriter.ts";
import { isSound } from "./soundness.ts";
import { createStorm } from "./storm.ts";
import type { Capture, CaptureOptions } from "./types.ts";

/** rrweb's own faults are healed by a new segment; more than this many in one capture end it. */
const RECORDER_FAULTS_MAX = 5;

/** Events kept for extras that load slowly; with more, those begin with the next picture. */
const MISSED_MAX = 1_000;

export interface CaptureGate {
  readonly makeEgress: (parts: EgressParts) => Egress;
  /** rrweb's own masking, a second fence behind the gate. */
  readonly maskInputOptions: { readonly password?: boolean };
  /** A slimmer head: left out by rrweb already; the gate drops it all the same. */
  readonly slimDOMOptions: true | Record<string, never>;
}

/** For as long as the page lives, whatever captures come and go. */
const pageMemory = createMaskMemory();

type State =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly stopRecording: () => void }
  | { readonly kind: "stopped" };

export const startCapture = (options: CaptureOptions): Capture =>
  createCapture(options, {
    makeEgress: createEgress,
    maskInputOptions: { password: true },
    slimDOMOptions: true,
  });

/** The seam for tests, which need a gate that lets everything through to prove that they would notice. */
export const createCapture = (options: CaptureOptions, gate: CaptureGate): Capture => {
  let state: State = { kind: "starting" };
  let faults = 0;
  let renewing = false;
  let extras: Extras | null = null;
  /** What left since the picture, for extras that are still on their way; null: nobody waits for it. */
  let missed: PageEvent[] | null = [];

  const stop = (): void => {
    const before = state;
    state = { kind: "stopped" };
    storm.close();
    pace.close();
    writer.close();
    extras?.stop();
    paint.rest();
    if (before.kind === "running") before.stopRecording();
  };
  const fail = (error: unknown): void => {
    if (state.kind === "stopped") return;
    stop();
    options.onFailed(error);
  };
  const guarded = (action: () => void): void => {
    if (state.kind === "stopped") return;
    try {
      action();
    } catch (error) {
      fail(error);
    }
  };
  const newSegment = (): void =>
    guarded(() => {
      if (state.kind !== "running" || !isRecording()) return;
      writer.nextSegment();
      record.takeFullSnapshot(true);
      pace.begin();
    });
  /** Once per turn, and never from within rrweb's own call. */
  const renewSoon = (): void => {
    if (renewing) return;
    renewing = true;
    options.clock.after(0, () => {
      renewing = false;
      newSegment();
    });
  };

  const writer = createSegmentWriter({ ...options, guarded, soon: fn => queueMicrotask(fn) });
  const paint = createPaint(createDom(window), pageMemory.paint);
  const judge = createJudge(window, {
    own: options.own,
    policy: createPolicy(window, options.policy),
    ...{ paint, memory: pageMemory },
  });
  const egress = gate.makeEgress({
    judge,
    nodeOf: id => record.mirror.getNode(id),
    idOf: node => record.mirror.getId(node),
    rootId: () => record.mirror.getId(document),
    onRaised: renewSoon,
  });
  const storm = createStorm({ ...options, workMs: () => performance.now(), guarded, picture: newSegment });
  const pace = createPace({
    document,
    isSlow: () => storm.raging,
    isRecording,
    tell: event =>
      guarded(() => {
        const kept = egress.filter(event);
        if (kept !== null) writer.write(kept);
      }),
  });
  const keep = (event: PageEvent): void => {
    storm.meter(event, isLeaving => {
      // Judged in any case: what was once secret stays so.
      const kept = egress.filter(event);
      const besides = egress.besides(event);
      if (besides !== null && isLeaving) writer.write(besides);
      if (kept === null || !isLeaving) return;
      writer.write(kept);
      if (extras !== null) extras.seen(kept);
      else if (kept.type === EVENT.full) missed = missed && [kept];
      else if (missed !== null && missed.push(kept) > MISSED_MAX) missed = null;
    });
    pace.look();
  };
  const moved = watchAddress(window);

  const begin = (): ReturnType<typeof record> =>
    record({
      // rrweb's types are enums of its own; the shapes are ours (wire/events.ts), and the viewer checks them again.
      emit: emitted =>
        guarded(() => {
          const event = emitted as unknown as PageEvent;
          const move = moved(event);
          if (move !== null) keep(move);
          keep(event);
          if (event.type === EVENT.full) keep(focusNow(record.mirror, event.timestamp));
        }),
      recordAfter: "DOMContentLoaded",
      slimDOMOptions: gate.slimDOMOptions,
      sampling: { mousemove: 20, mousemoveCallback: 50, scroll: 50 },
      maskInputOptions: gate.maskInputOptions,
      inlineStylesheet: true,
      errorHandler: (error: unknown) => {
        // The page's own mistake inside a method rrweb wraps: the page must get its exception.
        if (error instanceof DOMException) return false;
        faults += 1;
        if (faults > RECORDER_FAULTS_MAX) fail(error);
        else renewSoon();
        return true;
      },
    });
  // On a page that broke what the gate stands on, nothing is recorded at all.
  const stopRecording = isSound(window) ? begin() : undefined;
  if (stopRecording === undefined) fail(new Error("the recorder did not start"));
  else if (state.kind === "starting") state = { kind: "running", stopRecording };
  else stopRecording();
  const { mirror } = record;
  void joinExtras({ ...options, egress, mirror, keep: event => guarded(() => keep(event)) }).then(joined => {
    if (state.kind === "running") {
      extras = joined;
      for (const event of missed ?? []) guarded(() => extras?.seen(event));
      missed = null;
    } else joined?.stop();
  });
  const nodeOf: Capture["nodeOf"] = ({ segment, nodeId }) =>
    state.kind === "running" && segment >= options.firstSegment ? record.mirror.getNode(nodeId) : null;
  return {
    newSegment,
    nodeOf,
    shownParent: judge.dom.shownParent,
    shows: egress.shows,
    said: egress.text,
    address: () => egress.address(window.location.href),
    stop,
    hidden: () => {
      judge.nextEvent();
      return hiddenElements(document, judge);
    },
    paint: (element, make) => {
      const isKept = paint.add(element, make);
      newSegment();
      return isKept;
    },
    unpaint: element => {
      let at: Node | null = element;
      while (at !== null && !(isElement(at) && paint.is(at))) at = judge.dom.shownParent(at);
      if (at === null) return false;
      paint.remove(at as Element);
      newSegment();
      return true;
    },
  };
};

/** False while rrweb still waits for the document; the first snapshot is yet to come. */
const isRecording = (): boolean => record.mirror.getId(document) > 0;

/**
 * A single-page application moves on without a snapshot, and has a scroll bar all at once: tells the new address, and the
 * room there is, before the next event. Not between changes: for each, the page would have to be laid out.
 */
const watchAddress = (window: Window) => {
  let last = window.location.href;
  let bar = barWidth();
  return (event: PageEvent): PageEvent | null => {
    const { innerWidth: width, innerHeight: height } = window;
    const { href } = window.location;
    const before = last + bar;
    last = href;
    if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) bar = barWidth();
    if (event.type === EVENT.meta || last + bar === before) return null;
    return { type: EVENT.meta, timestamp: event.timestamp, data: { href, width, height } };
  };
};
