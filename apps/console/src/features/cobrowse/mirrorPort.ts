/** A MessagePort as the live model knows it. Packets are handed over, not copied. */
import type { FromMirror } from "@lotse/cobrowse/replay/port";
import type { MirrorPort } from "./LiveModel.ts";

const KINDS: readonly string[] = [
  "ready",
  "here",
  "page",
  "pace",
  "checked",
  "gap",
  "refused",
  "mark",
  "act",
  "toolEnded",
] satisfies FromMirror["kind"][];

/** The mirror may be of another origin: what comes from it is looked at before it is believed. */
const isFromMirror = (data: unknown): data is FromMirror =>
  typeof data === "object" &&
  data !== null &&
  "kind" in data &&
  typeof data.kind === "string" &&
  KINDS.includes(data.kind);

export const mirrorPort = (port: MessagePort): MirrorPort => ({
  post: message => port.postMessage(message, message.kind === "packet" ? [message.bytes] : []),
  onMessage: fn => {
    port.onmessage = event => {
      const data: unknown = event.data;
      if (isFromMirror(data)) fn(data);
    };
    return () => {
      port.onmessage = null;
    };
  },
  close: () => port.close(),
});
