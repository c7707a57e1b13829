/**
 * The mirror document: a page of its own with a policy of its own, so that nothing of a visitor's page ever stands
 * in the console's document. It takes its port from its parent and listens to nobody else.
 */
import { systemClock } from "@lotse/client/systemClock";
import { createMirror, MIRROR_HELLO } from "@lotse/cobrowse/replay";
import "./mirror.css";

const root = document.getElementById("mirror");

/** In the address's fragment: it changes without the document being loaded anew. */
const language = (): string => window.location.hash.slice(1);

let mirror: ReturnType<typeof createMirror> | null = null;

/** Again whenever the frame says that it is loaded, which it also does when only the fragment has changed. */
const listen = (event: MessageEvent): void => {
  const port = event.ports[0];
  if (event.source !== window.parent || event.data !== MIRROR_HELLO || port === undefined) return;
  mirror?.close();
  mirror = root && createMirror({ root, port, language, clock: systemClock });
};

// Opened by itself it has no parent, and shows nothing.
if (window.parent !== window) window.addEventListener("message", listen);
