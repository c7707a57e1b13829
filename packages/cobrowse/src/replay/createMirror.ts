/**
 * The mirror: packets in over the port, the visitor's page out, at the visitor's size and scaled to fit. Drives
 * rrweb's Replayer on its synchronous path, so that no clock of the visitor's can freeze the view. It never writes
 * to the visitor's page and knows nothing of the hub.
 */
import type { Clock } from "@lotse/protocol";
import { Replayer } from "@rrweb/replay";
import { EVENT, type MutationData, NODE, type PageEvent, SOURCE } from "../wire/events.ts";
import { TITLE_CHARS_MAX } from "../wire/limits.ts";
import { createMirrorActing } from "./acting/mirrorActing.ts";
import { createAdopted } from "./adopted.ts";
import { createAssetLead } from "./assets.ts";
import { CustomNames } from "./customNames.ts";
import { DigestCheck } from "./digest/DigestCheck.ts";
import { readDigest } from "./digest/readDigest.ts";
import { createMirrorExtras } from "./extras/mirrorExtras.ts";
import { createFieldMarks } from "./fieldMarks.ts";
import { scrollFrames } from "./frameScroll.ts";
import { createMirrorPointing } from "./pointing/mirrorPointing.ts";
import type { FromMirror, ToMirror } from "./port.ts";
import { forgetHidden } from "./prune.ts";
import { createRewriter } from "./rewriteEvent.ts";
import { StreamReader } from "./StreamReader.ts";
import { createScrollBars } from "./scrollBars.ts";
import { createStage } from "./stage.ts";
import { createFocusMarks } from "./states/focusMarks.ts";
import { keepHover } from "./states/keepHover.ts";
import { withStates } from "./states/stateSelectors.ts";
import { createTargetMark } from "./states/targetMark.ts";
import { styleRules } from "./styleRules.ts";

export interface MirrorOptions {
  readonly root: HTMLElement;
  readonly port: MessagePort;
  readonly clock: Clock;
  /** The viewer's, at any time. */
  readonly language?: () => string;
}

export interface Mirror {
  close(): void;
}

/** Later than any event: every event is one of the past and applied at once. */
const ALWAYS_SYNC_MS = 8e15;

/** The Replayer keeps each style sheet text it ever adapted: so many characters of mutations, at most. */
const CACHE_CHARS = 4_000_000;

export const createMirror = ({ root, port, clock, language = () => "en" }: MirrorOptions): Mirror => {
  const reader = new StreamReader();
  const stage = createStage(root);
  const tell = (message: FromMirror): void => port.postMessage(message);
  let replayer: Replayer | null = null;
  let page: Extract<FromMirror, { kind: "page" }> | null = null;
  let ticks = 0;
  let cachedChars = 0;
  const pointing = createMirrorPointing({
    ...{ stage, tell },
    replayer: () => replayer,
    acting: of =>
      createMirrorActing({
        ...{ ...of, clock, language, tell, stage: stage.element },
        idOf: element => replayer?.getMirror().getId(element) ?? -1,
      }),
  });
  const nodeOf = (id: number): Node | null => replayer?.getMirror().getNode(id) ?? null;
  const fields = createFieldMarks(nodeOf, language);
  const assets = createAssetLead();
  const rewrite = createRewriter({
    css: (text, isDeclared) => assets.css(isDeclared ? text : withStates(text)),
    attribute: assets.attribute,
  });
  const focus = createFocusMarks(nodeOf);
  const shown = (): Document | null => replayer?.iframe.contentDocument ?? null;
  const target = createTargetMark(shown);
  const bars = createScrollBars(shown);
  const adopted = createAdopted(id => nodeOf(id) !== null);
  const customNames = new CustomNames();
  let sized: PageEvent | null = null;
  const extras = createMirrorExtras({ nodeOf, language });
  const digests = new DigestCheck({
    clock,
    read: () => {
      const document = shown();
      return replayer === null || document === null ? null : readDigest(document, replayer.getMirror());
    },
    tell: same => tell({ kind: "checked", same }),
  });

  const clear = (): void => {
    replayer?.destroy();
    replayer = null;
    page = null;
    sized = null;
    customNames.clear();
    digests.reset();
    stage.empty();
    pointing.empty();
  };
  const replayerNow = (): Replayer => {
    if (replayer !== null) return replayer;
    replayer = new Replayer([], {
      root: stage.element,
      liveMode: true,
      useVirtualDom: false,
      pauseAnimation: false,
      mouseTail: false,
      triggerFocus: false,
      showWarning: false,
      insertStyleRules: bars.rules(styleRules(language())),
    });
    // Nobody tabs into the page, and so nobody scrolls it from here.
    replayer.iframe.tabIndex = -1;
    // Where the visitor's page has a scroll bar, so has this one.
    replayer.iframe.setAttribute("scrolling", "auto");
    replayer.startLive(ALWAYS_SYNC_MS);
    return replayer;
  };
  const apply = (event: PageEvent): void => {
    const player = replayerNow();
    ticks += 1;
    // Not `addEvent`: it waits for a microtask, and a failure there would be nobody's.
    player.service.send({
      type: "ADD_EVENT",
      payload: { event: { ...event, timestamp: ticks } as never },
    });
    // The Replayer keeps every event for rewinding; we never rewind.
    player.service.state.context.events.length = 0;
  };
  /** Another window, as large as the one before. */
  const renew = (): void => {
    replayer?.destroy();
    replayer = null;
    customNames.clear();
    if (sized !== null) apply(sized);
  };
  const adopt = (event: PageEvent): void => {
    for (const again of adopted.after(event)) {
      try {
        apply(again);
      } catch {
        // Its sheets are another document's, and so they are on the page no more.
      }
    }
  };
  const FOLLOWED = { slow: false, away: false };
  let followed = FOLLOWED;
  const pace = (next: typeof FOLLOWED): void => {
    if (next.slow !== followed.slow || next.away !== followed.away) tell({ kind: "pace", ...next });
    followed = next;
  };
  /** The Replayer lets go of much, but not of everything that is gone. */
  const prune = (event: PageEvent): void => {
    if (replayer === null || event.type !== EVENT.incremental) return;
    if (event.data.source !== SOURCE.mutation) return;
    forgetHidden(replayer.getMirror(), event.data);
    cachedChars += sheetChars(event.data);
    if (cachedChars < CACHE_CHARS) return;
    replayer.resetCache();
    cachedChars = 0;
  };
  const show = (segment: number, events: readonly PageEvent[]): void => {
    for (const said of events) {
      const event = keepHover(rewrite(said, nodeOf), nodeOf);
      if (event.type === EVENT.pace) pace(event.data);
      digests.seen(event);
      if (event.type === EVENT.pace || event.type === EVENT.extra || event.type === EVENT.digest) continue;
      if (event.type === EVENT.meta) sized = event;
      if (event.type === EVENT.full) {
        if (customNames.areMany) renew();
        replayerNow().resetCache();
        // The document stays the same one; what a former page had adopted would stay with it.
        const { contentDocument } = replayerNow().iframe;
        if (contentDocument !== null) contentDocument.adoptedStyleSheets = [];
        // Said anew by each segment to which it applies.
        pace(FOLLOWED);
      }
      prune(event);
      customNames.seen(event);
      apply(event);
      adopt(event);
      scrollFrames(event, nodeOf);
      for (const marks of [fields, focus, target, bars]) marks.after(event);
      const size = sizeOf(event);
      if (size !== null) stage.resize(size.width, size.height);
      if (event.type === EVENT.meta) page = describe(segment, event, page);
    }
    extras.shown(events);
    // Mouse, hover and selection wait for this in the synchronous path.
    if (replayer !== null) emitterOf(replayer).emit("flush");
    pointing.shown(segment, events);
    tellPage(segment);
  };
  let told = "";
  const tellPage = (segment: number): void => {
    if (page === null) return;
    const { width, height } = stage.viewport();
    const title = (replayer?.iframe.contentDocument?.title ?? "").slice(0, TITLE_CHARS_MAX);
    const now = { ...page, segment, title, widthPx: width, heightPx: height };
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    tell(now);
  };
  const packet = (bytes: Uint8Array): void => {
    const reading = reader.read(bytes);
    if (reading.kind !== "events") {
      refuse(reading);
      return;
    }
    try {
      show(reading.segment, reading.events);
    } catch {
      reader.refuse();
      refuse({ kind: "refused", code: "REPLAY_INVALID" });
    }
  };
  /** A gap leaves the last picture standing; a refused segment shows nothing more. */
  const refuse = (message: FromMirror): void => {
    if (message.kind === "refused") clear();
    tell(message);
  };

  port.onmessage = (message: MessageEvent<ToMirror>) => {
    if (message.data.kind === "packet") packet(new Uint8Array(message.data.bytes));
    else if (message.data.kind === "reset") {
      reader.reset();
      clear();
      pace(FOLLOWED);
      told = "";
    } else if (message.data.kind === "ask") tell({ kind: "here" });
    else if (message.data.kind === "assets") assets.tell(message.data.assets);
    else pointing.receive(message.data);
  };
  tell({ kind: "ready" });
  return {
    close: () => {
      port.close();
      clear();
      pointing.close();
      stage.close();
    },
  };
};

/** Never less than what of it may be style sheets. */
const sheetChars = ({ adds, texts, attributes }: MutationData): number => {
  let chars = 0;
  for (const { node } of adds) {
    if (node.type === NODE.element) chars += String(node.attributes._cssText ?? "").length;
    else if ("textContent" in node) chars += node.textContent.length;
  }
  for (const { value } of texts) chars += value?.length ?? 0;
  for (const { attributes: changed } of attributes) chars += String(changed._cssText ?? "").length;
  return chars;
};

const sizeOf = (event: PageEvent): { readonly width: number; readonly height: number } | null => {
  if (event.type === EVENT.meta) return event.data;
  return event.type === EVENT.incremental && event.data.source === SOURCE.resize ? event.data : null;
};

const describe = (
  segment: number,
  event: Extract<PageEvent, { type: typeof EVENT.meta }>,
  before: Extract<FromMirror, { kind: "page" }> | null,
): Extract<FromMirror, { kind: "page" }> => ({
  kind: "page",
  segment,
  url: event.data.href,
  title: before?.title ?? "",
  widthPx: event.data.width,
  heightPx: event.data.height,
});

/** Private in rrweb's types; the exact pin and the mirror's browser tests guard this line. */
const emitterOf = (replayer: Replayer): { emit(name: string): void } =>
  (replayer as unknown as { emitter: { emit(name: string): void } }).emitter;
