/**
 * Which custom elements the Replayer has defined: a window never forgets one, over whatever number of pictures. Counts those of
 * frames, too, whose windows go sooner. Knows nothing of windows.
 */
import { EVENT, NODE, type PageEvent, type Sn, SOURCE } from "../wire/events.ts";

/** More are worth another window. */
const KEPT = 1_000;

export class CustomNames {
  readonly #names = new Set<string>();

  get areMany(): boolean {
    return this.#names.size > KEPT;
  }

  /** It is about to be applied. */
  seen(event: PageEvent): void {
    if (event.type === EVENT.full) this.#see(event.data.node);
    if (event.type !== EVENT.incremental || event.data.source !== SOURCE.mutation) return;
    for (const { node } of event.data.adds) this.#see(node);
  }

  /** Another window. */
  clear(): void {
    this.#names.clear();
  }

  #see(sn: Sn): void {
    if (sn.type === NODE.element && sn.isCustom === true) this.#names.add(sn.tagName);
    if (sn.type === NODE.element || sn.type === NODE.document)
      for (const child of sn.childNodes) this.#see(child);
  }
}
