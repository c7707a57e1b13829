/** The same page with rrweb as its own documentation puts it: default sampling, raw JSON over Socket.IO. */
import { record as start } from "@rrweb/record";
import { io } from "socket.io-client";
import { createChanges } from "./changes.ts";
import { openWorkload } from "./pages.ts";

const connect = (session: string) => {
  const socket = io(`${location.origin}/plain`, { auth: { session }, transports: ["websocket"] });
  return new Promise<typeof socket>(resolve => socket.once("connect", () => resolve(socket)));
};

const share = async (session: string): Promise<void> => {
  const socket = await connect(session);
  start({ emit: event => void socket.emit("message", event) });
};

let plain: Awaited<ReturnType<typeof connect>> | null = null;
/** A message and nothing else: what the way itself takes. */
const bare = async (session: string): Promise<void> => {
  plain = await connect(session);
};
const change = createChanges(n => void plain?.emit("message", n));

let bytes = 0;
let snapshotBytes = 0;
const texts: string[] = [];
const utf8 = new TextEncoder();
/** Counts what raw JSON would be. */
const record = (): void => {
  start({
    emit: event => {
      const text = JSON.stringify(event);
      texts.push(text);
      if (event.type === 2 || event.type === 4) snapshotBytes += utf8.encode(text).byteLength;
      bytes += utf8.encode(text).byteLength;
    },
  });
};
/** Records and keeps nothing. */
const recordOnly = (): void => void start({ emit: () => undefined });

Object.assign(window, {
  bench: {
    share,
    bare,
    change,
    record,
    recordOnly,
    counted: () => ({ bytes, snapshotBytes, texts }),
    openWorkload,
  },
});
