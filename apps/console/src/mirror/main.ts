/**
 * The mirror document: a page of its own with a policy of its own, so that nothing of a visitor's page ever stands
 * in the console's document. It takes its first port from its parent and listens to nobody else.
 */
import { createMirror, MIRROR_HELLO } from "@lotse/cobrowse/replay";
import "./mirror.css";

const root = document.getElementById("mirror");

/** In the address's fragment: it changes without the mirror being loaded anew. */
const language = (): string => window.location.hash.slice(1);

const listen = (event: MessageEvent): void => {
  const port = event.ports[0];
  if (event.source !== window.parent || event.data !== MIRROR_HELLO || port === undefined) return;
  window.removeEventListener("message", listen);
  if (root !== null) createMirror({ root, port, language });
};

// Opened by itself it has no parent, and shows nothing.
if (window.parent !== window) window.addEventListener("message", listen);
