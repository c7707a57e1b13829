/**
 * Keeps the widget's place on the page: on top of everything (the browser's top layer, where no `z-index`, `transform`
 * or `overflow` of the page's reaches), and back again when the page cleared it away. Each time it waits twice as long
 * as the time before: a page that insists wins, and neither ever turns in circles.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { guard } from "../shared/guard.ts";
import { clock, Mutations } from "./natives.ts";

const FIRST_WAIT_MS = 100;

export interface Place {
  readonly host: HTMLElement;
  /** The page wrote itself anew (`document.open`), and took every listener away. */
  readonly onRewritten: () => void;
}

export const keepPlace = ({ host, onRewritten }: Place): Unsubscribe => {
  let waitMs = FIRST_WAIT_MS;
  let cancel: Unsubscribe | null = null;
  const root = document.documentElement;
  // Browsers without popovers throw, and show the host where it is.
  const raise = guard(() => host.showPopover());
  const put = () => {
    if (root !== document.documentElement) return onRewritten();
    if (!host.isConnected) root.append(host);
    raise();
  };
  const mutations = new Mutations(
    guard(() => {
      if (cancel || host.isConnected) return;
      cancel = clock.after(waitMs, () => {
        cancel = null;
        put();
      });
      waitMs *= 2;
    }),
  );
  host.popover = "manual";
  put();
  mutations.observe(document, { childList: true });
  mutations.observe(root, { childList: true });
  return () => {
    cancel?.();
    mutations.disconnect();
    host.remove();
  };
};
