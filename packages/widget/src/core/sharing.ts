/**
 * Sharing the page: asked for, agreed to by the visitor's own click, resumed on the next page, stopped. The recorder
 * is fetched only after consent. Stopping works here and at once; the hub is told afterwards, until it has heard.
 */
import type { VisitorConnection } from "@lotse/client";
import type { CobrowseId, CobrowseView, Unsubscribe } from "@lotse/protocol";
import type { Recording, startRecording } from "../recorder/index.ts";
import type { LoaderContext } from "../shared/bridge.ts";
import type { HubLink, Standing } from "./hubLink.ts";
import type { State } from "./state.ts";

const STOP_AGAIN_MS = 3_000;

export interface SharingControl {
  /** The visitor wants to share: opens the consent dialog. */
  propose(): void;
  /** The visitor's trusted click in the dialog. */
  consent(): void;
  decline(): void;
  stop(): void;
  standing(standing: Standing): void;
  listen(connection: VisitorConnection): void;
  close(): void;
}

export interface SharingOptions {
  readonly context: LoaderContext;
  readonly state: State;
  readonly hub: HubLink;
  readonly loadRecorder: () => Promise<{ readonly startRecording: typeof startRecording }>;
}

export const createSharing = ({ context, state, hub, loadRecorder }: SharingOptions): SharingControl => {
  const { clock, visit } = context;
  const { sharing } = state;
  let recording: Recording | null = null;
  let cancelStop: Unsubscribe = () => {};

  const silence = () => {
    const wasOn = recording !== null || sharing.peek().kind === "active";
    recording?.stop();
    recording = null;
    visit.set({ sharing: null });
    if (wasOn) context.tell("cobrowse", { state: "ended" });
  };

  const tellStopped = async (cobrowseId: CobrowseId) => {
    cancelStop();
    const answer = await hub.request("cobrowse:stop", { cobrowseId });
    const over = answer.ok || answer.error.code === "COBROWSE_ENDED" || answer.error.code === "NOT_FOUND";
    if (visit.get().stopping !== cobrowseId) return;
    if (over) visit.set({ stopping: null });
    else cancelStop = clock.after(STOP_AGAIN_MS, () => void tellStopped(cobrowseId));
  };

  const stop = () => {
    const now = sharing.peek();
    const cobrowseId = now.kind === "active" ? now.cobrowse.id : visit.get().sharing;
    silence();
    sharing.value = { kind: "none" };
    if (cobrowseId === null) return;
    visit.set({ stopping: cobrowseId });
    void tellStopped(cobrowseId);
  };

  const fail = () => {
    stop();
    sharing.value = { kind: "failed" };
  };

  const start = async (cobrowse: CobrowseView) => {
    const now = sharing.peek();
    if (now.kind === "active" && now.cobrowse.id === cobrowse.id) return;
    visit.set({ sharing: cobrowse.id });
    const active = { kind: "active", cobrowse } as const;
    sharing.value = active;
    try {
      const recorder = await loadRecorder();
      // Stopped while the recorder was on its way.
      if (sharing.peek() !== active) return;
      recording = recorder.startRecording({ context, cobrowse, onStop: stop, onFailed: fail });
      context.tell("cobrowse", { state: "started" });
    } catch {
      if (sharing.peek() === active) fail();
    }
  };

  /** The hub's word on the session. Only the tab that got the consent records. */
  const adopt = (cobrowse: CobrowseView) => {
    const now = sharing.peek();
    const { stopping, sharing: mine } = visit.get();
    if (cobrowse.id === stopping) {
      if (cobrowse.state === "ended") visit.set({ stopping: null });
      return;
    }
    if (cobrowse.state === "requested" && (now.kind === "none" || now.kind === "failed")) {
      sharing.value = { kind: "asking", cobrowse };
    } else if (cobrowse.state === "active" && mine === cobrowse.id) {
      void start(cobrowse);
    } else if (cobrowse.state === "active" && now.kind === "asking") {
      // Agreed to in another tab.
      sharing.value = { kind: "none" };
    } else if (cobrowse.state === "ended" || cobrowse.state === "declined") {
      silence();
      if (now.kind !== "failed") sharing.value = { kind: "none" };
    }
  };

  const consent = async () => {
    const now = sharing.peek();
    const talking = state.contact.peek();
    if (now.kind !== "asking" || talking.kind !== "talking") return;
    const starting = { kind: "starting" } as const;
    sharing.value = starting;
    const answer =
      now.cobrowse === null
        ? await hub.request("cobrowse:share", { conversationId: talking.conversation.id })
        : await hub.request("cobrowse:answer", { cobrowseId: now.cobrowse.id, answer: "accept" });
    if (sharing.peek() !== starting) return;
    if (answer.ok && answer.value.cobrowse.state === "active") void start(answer.value.cobrowse);
    else sharing.value = { kind: "failed" };
  };

  return {
    propose: () => {
      const now = sharing.peek();
      const contact = state.contact.peek();
      const talking = contact.kind === "talking" && contact.conversation.state === "active";
      if (talking && (now.kind === "none" || now.kind === "failed")) {
        sharing.value = { kind: "asking", cobrowse: null };
      }
    },
    consent: () => void consent(),
    decline: () => {
      const now = sharing.peek();
      if (now.kind === "asking" && now.cobrowse !== null) {
        void hub.request("cobrowse:answer", { cobrowseId: now.cobrowse.id, answer: "decline" });
      }
      sharing.value = { kind: "none" };
    },
    stop,
    standing: ({ cobrowse }) => {
      const { stopping } = visit.get();
      if (stopping !== null) void tellStopped(stopping);
      if (cobrowse !== null) adopt(cobrowse);
      else if (sharing.peek().kind !== "none" || visit.get().sharing !== null) {
        silence();
        sharing.value = { kind: "none" };
      }
    },
    listen: connection => void connection.on("cobrowse:changed", adopt),
    close: () => {
      cancelStop();
      // The page goes, the session stays: the next page resumes it.
      recording?.stop();
      recording = null;
    },
  };
};
