/**
 * A shadow host that moves is built anew here, and nobody says again which sheets its root had adopted: they are
 * remembered by host and put back. Knows nothing of the sheets themselves.
 */
import { type AdoptedSheetData, EVENT, type PageEvent, SOURCE } from "../wire/events.ts";

export interface Adopted {
  /** After the event was applied: what is to be applied besides. */
  after(event: PageEvent): readonly PageEvent[];
  /** Ids remembered. */
  readonly size: number;
}

/** Fewer are not worth looking through. */
const FEW = 1_000;

/** `stands`: the node is in the mirror. */
export const createAdopted = (stands: (id: number) => boolean): Adopted => {
  const said = new Map<number, readonly number[]>();
  let size = 0;
  let sweepAt = FEW;

  const forget = (id: number): void => {
    const before = said.get(id);
    if (before === undefined) return;
    size -= before.length;
    said.delete(id);
  };
  const remember = ({ id, styleIds }: AdoptedSheetData): void => {
    forget(id);
    // A root that is built anew has none anyway.
    if (styleIds.length === 0) return;
    said.set(id, styleIds);
    size += styleIds.length;
    if (size < sweepAt) return;
    for (const known of said.keys()) if (!stands(known)) forget(known);
    // As much again may come before it is worth the look.
    sweepAt = Math.max(FEW, 2 * size);
  };
  const clear = (): void => {
    said.clear();
    size = 0;
    sweepAt = FEW;
  };
  return {
    get size() {
      return size;
    },
    after: event => {
      if (event.type === EVENT.full) clear();
      if (event.type !== EVENT.incremental) return [];
      const { data } = event;
      if (data.source === SOURCE.adoptedSheet) remember(data);
      if (data.source !== SOURCE.mutation || said.size === 0) return [];
      return data.adds.flatMap(({ node: { id } }) => {
        const styleIds = said.get(id);
        return styleIds === undefined
          ? []
          : [{ ...event, data: { source: SOURCE.adoptedSheet, id, styleIds } }];
      });
    },
  };
};
