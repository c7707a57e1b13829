/**
 * Shares the page, after consent: capture, a connection of its own, the frame. Stops synchronously. Knows nothing of
 * chat, and nothing of how consent was given.
 */
import { connectStream, type StreamConnection } from "@lotse/client";
import { type Capture, startCapture } from "@lotse/cobrowse/capture";
import type { CobrowseView, ErrorCode, GrantsView, Masking } from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import { createFrame, type Frame } from "./frame.ts";
import type { GrantsSide } from "./grants.ts";
import { createPacketWriter } from "./packets.ts";
import { createPointingSide, type Pointing } from "./pointing.ts";
import { Uplink } from "./uplink.ts";

/**
 * Why it ended by itself. `ended`: the visitor pressed Stop, or the hub ended the session. `elsewhere`: another page of
 * the visitor's has taken over. `failed`: this page cannot be shared.
 */
export type RecordingEnd = "ended" | "elsewhere" | "failed";

export interface RecordingOptions {
  readonly context: LoaderContext;
  readonly cobrowse: CobrowseView;
  /** Everything here has stopped already. */
  readonly onEnd: (why: RecordingEnd) => void;
}

const endOf = (code: ErrorCode): RecordingEnd => {
  if (code === "COBROWSE_ACTIVE") return "elsewhere";
  return code === "COBROWSE_ENDED" || code === "NOT_FOUND" ? "ended" : "failed";
};

export class Recording {
  readonly #options: RecordingOptions;
  readonly #stream: StreamConnection;
  readonly #frame: Frame;
  readonly #pointing: Pointing;
  readonly #uplink = new Uplink(packet => this.#stream.send(packet));
  readonly #packets = createPacketWriter({
    send: packet => this.#uplink.send(packet),
    soon: fn => queueMicrotask(fn),
  });
  #capture: Capture | null = null;
  #grants: Promise<GrantsSide> | null = null;
  /** Until the hub has said: everything. It says so before anything is recorded. */
  #masking: Masking = { strict: true, rules: [] };
  #firstSegment = 0;
  #stopped = false;

  constructor(options: RecordingOptions) {
    this.#options = options;
    const { context, cobrowse } = options;
    const { site, clock, root, language } = context;
    const token = context.visit.get().token ?? "";
    this.#stream = connectStream({ hubUrl: site.hub, cobrowseId: cobrowse.id, token, clock });
    const agentName = cobrowse.agent.name;
    this.#frame = createFrame({
      root,
      language,
      agentName,
      page: () => this.#capture,
      onStop: () => this.#end("ended"),
    });
    this.#pointing = createPointingSide({
      context,
      frame: this.#frame,
      nodeOf: node => this.#capture?.nodeOf(node) ?? null,
      shownParent: node => this.#capture?.shownParent(node) ?? null,
      onAllowed: allowed => this.#stream.send({ allowed }, "stream:pointing"),
    });
    this.#listen();
    // Without it the page is shared all the same.
    import("@lotse/cobrowse/drift").then(
      ({ watchDrift }) =>
        watchDrift(context, this.#stream, () => this.#capture && [this.#capture, this.#masking.rules]),
      () => {},
    );
  }

  /** Synchronous and idempotent: after it returns, nothing more leaves the page. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#silence();
    this.#stream.close();
    this.#pointing.close();
    void this.#grants?.then(grants => grants.close());
    this.#frame.remove();
  }

  #listen(): void {
    this.#stream.on("stream:marked", marked => this.#pointing.take(marked));
    this.#stream.on("stream:opened", ({ nextSegment, masking, pointing }) => {
      this.#masking = masking;
      this.#pointing.clear();
      this.#pointing.adopt(pointing ?? true);
      // Also after a reconnect, or under other rules: what the hub did not get is never sent late, a fresh snapshot replaces it.
      this.#uplink.reset();
      this.#record(nextSegment);
    });
    this.#stream.on("stream:acked", upTo => {
      this.#uplink.acked(upTo);
      if (this.#capture === null && this.#uplink.free) this.#record(this.#nextSegment);
    });
    this.#stream.on("stream:snapshotWanted", () => this.#capture?.newSegment());
    this.#stream.on("stream:grants", view => this.#follow(view));
    this.#stream.on("stream:ended", () => this.#end("ended"));
    this.#stream.onState(state => {
      if (state.kind === "offline") this.#silence();
      else if (state.kind === "refused") this.#end(endOf(state.code));
    });
  }

  /** Fetched when the first is asked for, or holds from a page before. */
  #follow(view: GrantsView): void {
    if (view.asked || view.given[0])
      this.#grants ??= import("./grants.ts").then(({ createGrantsSide }) =>
        createGrantsSide({
          ...this.#options,
          frame: this.#frame,
          stream: this.#stream,
          capture: () => this.#capture,
          allowPointing: () => this.#pointing.allow(),
        }),
      );
    // Not to be had (offline): nothing is allowed, and the hub's next word tries again.
    this.#grants
      ?.then(grants => grants.told(view))
      .catch(() => {
        this.#grants = null;
      });
  }

  /** After all that were sent, and never below what the hub expects. */
  get #nextSegment(): number {
    return Math.max(this.#firstSegment, this.#uplink.nextSegment);
  }

  #record(firstSegment: number): void {
    this.#silence();
    if (this.#stopped) return;
    this.#firstSegment = firstSegment;
    const { clock, host } = this.#options.context;
    this.#capture = startCapture({
      policy: this.#masking,
      clock,
      firstSegment,
      own: [host],
      extras: async () => (await import("@lotse/cobrowse/capture/extras")).startExtras,
      onFrame: frame => {
        if (this.#stopped) return;
        if (!this.#packets.add(frame)) this.#end("failed");
        else if (this.#uplink.clogged) this.#silence();
      },
      onFailed: () => this.#end("failed"),
    });
  }

  #silence(): void {
    this.#capture?.stop();
    this.#capture = null;
    this.#packets.drop();
  }

  #end(why: RecordingEnd): void {
    if (this.#stopped) return;
    this.stop();
    this.#options.onEnd(why);
  }
}
