/**
 * What the agent's hand does on the visitor's page: point, highlight, draw. Marks pass through from the mirror to the
 * stream and back; what they mean is the mirror's matter. Knows no views.
 */
import type { StreamConnection } from "@lotse/client";
import type { FromMirror, ToMirror, Tool, Zoom } from "@lotse/cobrowse/replay/port";
import type { Clock, StreamEvents, Unsubscribe } from "@lotse/protocol";
import { type ReadonlySignal, signal } from "@preact/signals";

export interface PointingDeps {
  readonly clock: Clock;
  readonly post: (message: ToMirror) => void;
  readonly stream: () => StreamConnection | null;
}

/** How long it is said that something was not passed on. */
const LOST_MS = 6_000;

export class PointingModel {
  readonly #deps: PointingDeps;
  readonly #tool = signal<Tool>("point");
  readonly #pinned = signal(false);
  readonly #zoom = signal<Zoom>("fit");
  readonly #allowed = signal(true);
  readonly #lost = signal(false);
  #cancelLost: Unsubscribe = () => undefined;

  readonly tool: ReadonlySignal<Tool> = this.#tool;
  /** What is drawn stays until it is cleared. */
  readonly pinned: ReadonlySignal<boolean> = this.#pinned;
  readonly zoom: ReadonlySignal<Zoom> = this.#zoom;
  /** False: the visitor switched pointing off. */
  readonly allowed: ReadonlySignal<boolean> = this.#allowed;
  /** A mark was not passed on: more than the hub takes from one hand. */
  readonly lost: ReadonlySignal<boolean> = this.#lost;

  constructor(deps: PointingDeps) {
    this.#deps = deps;
  }

  select(tool: Tool): void {
    this.#tool.value = tool;
    this.#tellTool();
  }

  togglePinned(): void {
    this.#pinned.value = !this.#pinned.value;
    this.#tellTool();
  }

  toggleZoom(): void {
    this.#zoom.value = this.#zoom.value === "fit" ? "actual" : "fit";
    this.#deps.post({ kind: "zoom", zoom: this.#zoom.value });
  }

  clear(): void {
    this.#deps.post({ kind: "clearMarks" });
  }

  /** The mirror is there, and knows nothing yet. */
  ready(): void {
    this.#tellTool();
    this.#deps.post({ kind: "zoom", zoom: this.#zoom.value });
  }

  fromMirror(message: Extract<FromMirror, { kind: "mark" | "toolEnded" }>): void {
    if (message.kind === "toolEnded") this.select("point");
    else if (this.#allowed.value) this.#deps.stream()?.send(message.mark, "stream:mark");
  }

  listen(stream: StreamConnection): readonly Unsubscribe[] {
    const { post } = this.#deps;
    return [
      stream.on("stream:pen", by => post({ kind: "pen", by })),
      stream.on("stream:marked", marked => post({ kind: "marked", marked })),
      stream.on("stream:markRefused", refusal => this.#refused(refusal)),
      stream.on("stream:pointing", ({ allowed }) => this.#allow(allowed)),
      stream.on("stream:source", ({ firstSegment }) => {
        if (firstSegment !== undefined) post({ kind: "begin", firstSegment });
      }),
    ];
  }

  close(): void {
    this.#cancelLost();
  }

  #allow(allowed: boolean): void {
    this.#allowed.value = allowed;
    if (!allowed) this.#deps.post({ kind: "dropMarks" });
    this.#tellTool();
  }

  #refused({ code, stroke }: StreamEvents["stream:markRefused"]): void {
    if (stroke !== undefined) this.#deps.post({ kind: "takeBack", stroke });
    // A page that is gone, or switched off, shows that by itself.
    if (code !== "RATE_LIMITED") return;
    this.#lost.value = true;
    this.#cancelLost();
    this.#cancelLost = this.#deps.clock.after(LOST_MS, () => {
      this.#lost.value = false;
    });
  }

  #tellTool(): void {
    // Acting has a grant of its own.
    const isFree = this.#allowed.value || this.#tool.value === "act";
    const tool = isFree ? this.#tool.value : null;
    this.#deps.post({ kind: "tool", tool, pinned: this.#pinned.value });
  }
}
