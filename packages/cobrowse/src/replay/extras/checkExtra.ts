/**
 * The customs for what rrweb does not say: copied field by field, kinds that are not known left out. Remembers how much
 * all pictures of a segment weigh. Knows nothing of the DOM.
 */
import {
  CHOSEN_MAX,
  type ExtraData,
  LABEL_PX_MAX,
  LABELS,
  PICTURE,
  PICTURE_CHARS_MAX,
} from "../../wire/extras.ts";
import { id, invalid, type Json, list, text } from "../checks.ts";
import { tooLarge } from "../weighing.ts";

/** Nodes of which something is said; a page that has more of them in such states is none. */
const NODES_MAX = 5_000;
/** Of all pictures together: some hundred large ones. */
const PICTURES_CHARS_MAX = 48 * 1024 * 1024;

export class ExtraCustoms {
  /** How much a node's picture weighs; 0: something else is said of it. */
  readonly #nodes = new Map<number, number>();
  #pictureChars = 0;

  /** A new document stands there. */
  reset(): void {
    this.#nodes.clear();
    this.#pictureChars = 0;
  }

  /** Null: nothing we know, or of no node that `stands` there. Throws as the validator does. */
  check(data: Json, stands: (id: number) => boolean): ExtraData | null {
    const clean = copy(data);
    if (clean === null || !stands(clean.id)) return null;
    this.#enter(clean);
    if (this.#isTooMuch()) {
      for (const known of this.#nodes.keys()) if (!stands(known)) this.#strike(known);
      if (this.#isTooMuch()) throw tooLarge();
    }
    return clean;
  }

  #isTooMuch(): boolean {
    return this.#nodes.size > NODES_MAX || this.#pictureChars > PICTURES_CHARS_MAX;
  }

  #enter(clean: ExtraData): void {
    const before = this.#nodes.get(clean.id) ?? 0;
    const chars = clean.kind === "picture" ? clean.src.length : before;
    this.#nodes.set(clean.id, chars);
    this.#pictureChars += chars - before;
  }

  #strike(node: number): void {
    this.#pictureChars -= this.#nodes.get(node) ?? 0;
    this.#nodes.delete(node);
  }
}

const whole = (value: unknown, most: number, what: string): number => {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > most) throw invalid(what);
  return value as number;
};

const copy = (data: Json): ExtraData | null => {
  const { kind } = data;
  switch (kind) {
    case "indeterminate":
    case "popover":
    case "sheet":
      return { kind, id: id(data.id, "id"), on: data.on === true };
    case "chosen": {
      const indexes = list(data.indexes, "chosen", CHOSEN_MAX).map(at => whole(at, 1e9, "chosen"));
      return { kind, id: id(data.id, "id"), indexes };
    }
    case "picture": {
      const src = text(data.src, "picture", PICTURE_CHARS_MAX);
      if (!PICTURE.test(src)) throw invalid("picture");
      return { kind, id: id(data.id, "id"), src };
    }
    case "label": {
      const label = LABELS.find(known => known === data.label);
      if (label === undefined) return null;
      const width = whole(data.width, LABEL_PX_MAX, "width");
      return {
        kind,
        id: id(data.id, "id"),
        label,
        width,
        height: whole(data.height, LABEL_PX_MAX, "height"),
      };
    }
    default:
      return null;
  }
};
