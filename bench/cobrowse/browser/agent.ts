/**
 * The viewer of both kinds, and when it saw what. Seen is what stands in the replayed document, not what arrived: text by
 * a mutation observer, a field's value by its setter, scrolling by its event, the cursor by the style it moves with.
 */
import { connectStream, systemClock } from "@lotse/client";
import { Replayer } from "@rrweb/replay";
import { io } from "socket.io-client";
import { MIRROR_HELLO } from "../../../packages/cobrowse/src/replay/port.ts";

const seen = new Map<string, number>();
const nowMs = (): number => performance.timeOrigin + performance.now();
const see = (what: string): void => {
  if (!seen.has(what)) seen.set(what, nowMs());
};

type FrameWindow = Window & typeof globalThis;

const watchFields = (frame: FrameWindow): void => {
  const proto = frame.HTMLInputElement.prototype;
  const value = Object.getOwnPropertyDescriptor(proto, "value") as PropertyDescriptor;
  Object.defineProperty(proto, "value", {
    ...value,
    set(this: HTMLInputElement, text: string) {
      value.set?.call(this, text);
      if (this.id === "input") see(`input ${text}`);
    },
  });
};

/** The replayed document is made once it has something to show; the observers go in as soon as it has. */
const watch = (frameOf: () => HTMLIFrameElement | null | undefined): Promise<void> =>
  new Promise(resolve => {
    const look = (): void => {
      const frame = frameOf();
      const shown = frame?.contentDocument;
      const text = shown?.getElementById("text");
      if (!frame || !shown || !text) {
        setTimeout(look, 20);
        return;
      }
      new MutationObserver(() => see(`mutation ${text.textContent}`)).observe(text, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      watchFields(frame.contentWindow as FrameWindow);
      const scroller = shown.getElementById("scroller") as HTMLElement;
      scroller.addEventListener("scroll", () => see(`scroll ${Math.round(scroller.scrollTop)}`));
      const mouse = frame.parentElement?.querySelector<HTMLElement>(".replayer-mouse");
      if (mouse) {
        new MutationObserver(() => see(`cursor ${Number.parseInt(mouse.style.left, 10)}`)).observe(mouse, {
          attributes: true,
        });
      }
      resolve();
    };
    look();
  });

const ours = async (session: string): Promise<void> => {
  const mirror = document.createElement("iframe");
  mirror.src = "/mirror/mirror.html";
  mirror.sandbox.value = "allow-scripts allow-same-origin";
  document.body.append(mirror);
  await new Promise(loaded => mirror.addEventListener("load", loaded));
  const channel = new MessageChannel();
  mirror.contentWindow?.postMessage(MIRROR_HELLO, location.origin, [channel.port2]);
  const stream = connectStream({ hubUrl: location.origin, cobrowseId: session, clock: systemClock });
  stream.on("stream:frames", packet => {
    const bytes = packet.slice().buffer;
    channel.port1.postMessage({ kind: "packet", bytes }, [bytes]);
  });
  await watch(() => mirror.contentDocument?.querySelector("iframe"));
};

const stock = async (session: string): Promise<void> => {
  const socket = io(`${location.origin}/plain`, { auth: { session }, transports: ["websocket"] });
  let replayer: Replayer | null = null;
  socket.on("message", event => {
    if (replayer === null) {
      replayer = new Replayer([], { root: document.body, liveMode: true });
      replayer.startLive(event.timestamp);
    }
    replayer.addEvent(event);
  });
  await new Promise<void>(resolve => socket.once("connect", () => resolve()));
  void watch(() => document.querySelector("iframe"));
};

const bare = async (session: string): Promise<void> => {
  const socket = io(`${location.origin}/plain`, { auth: { session }, transports: ["websocket"] });
  socket.on("message", n => see(`bare ${n}`));
  await new Promise<void>(resolve => socket.once("connect", () => resolve()));
};

Object.assign(window, { bench: { ours, stock, bare, seen: () => [...seen] } });
