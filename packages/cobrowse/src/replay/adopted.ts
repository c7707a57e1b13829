/**
 * A shadow host that moves is built anew here, and nobody says again which sheets its root had adopted: they are
 * remembered by host and put back. Knows nothing of the sheets themselves.
 */
import { EVENT, type PageEvent, SOURCE } from "../wire/events.ts";

export interface Adopted {
  /** After the event was applied: what is to be applied besides. */
  after(event: PageEvent): readonly PageEvent[];
}

export const createAdopted = (): Adopted => {
  const said = new Map<number, PageEvent>();
  return {
    after: event => {
      if (event.type === EVENT.full) said.clear();
      if (event.type !== EVENT.incremental) return [];
      const { data } = event;
      if (data.source === SOURCE.adoptedSheet) {
        const { source, id, styleIds } = data;
        said.set(id, { ...event, data: { source, id, styleIds } });
      }
      if (data.source !== SOURCE.mutation || said.size === 0) return [];
      return data.adds.flatMap(({ node }) => said.get(node.id) ?? []);
    },
  };
};
