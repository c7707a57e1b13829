/** A module that most visitors never need: fetched when it is due, again and again while it is and the hub cannot be reached. */
import type { Clock, Unsubscribe } from "@lotse/protocol";
import { Cell, watch } from "./cell.ts";

const FETCH_AGAIN_MS = 3_000;

export interface Fetching<M> {
  readonly cell: Cell<M | null>;
  readonly clock: Clock;
  /** Reads cells: asked again whenever they change. */
  readonly isDue: () => boolean;
  readonly load: () => Promise<M>;
}

export const fetchWhenDue = <M>({ cell, clock, isDue, load }: Fetching<M>): Unsubscribe => {
  const failed = new Cell(0);
  let fetching = false;
  let cancel: Unsubscribe = () => {};
  const stop = watch(() => {
    void failed.value;
    if (!isDue() || fetching || cell.peek() !== null) return;
    fetching = true;
    load().then(
      fetched => {
        cell.value = fetched;
      },
      () => {
        cancel = clock.after(FETCH_AGAIN_MS, () => {
          fetching = false;
          failed.value++;
        });
      },
    );
  });
  return () => {
    cancel();
    stop();
  };
};
