/**
 * Where nodes go when a mutation is applied. The viewer's ledger and the recorder's own book of what it has sent keep the
 * same rules, so that both hold the same tree. Knows neither of them.
 */
import { NODE, type Sn } from "./events.ts";

/** Become an inert `template` in the mirror: the node stays, for its id is referred to. */
export const FORBIDDEN: ReadonlySet<string> = new Set(
  "script object embed applet base frame frameset portal fencedframe noembed plaintext xmp".split(" "),
);

/** What is inside is not shown, and must not load. */
export const isInert = (tag: string): boolean => tag === "template" || tag === "noscript";

export interface Standing {
  readonly type: Sn["type"];
  /** Empty unless it is an element. */
  readonly tag: string;
}

export interface Coming {
  readonly id: number;
  readonly parentId: number;
  readonly nextId: number | null;
}

/** Each after the nodes it names that come in the same event; those that wait for each other are left out. */
export const inOrder = <Add extends Coming>(adds: readonly Add[], place: (add: Add) => void): void => {
  const coming = new Set(adds.map(add => add.id));
  const waiting = new Map<number, Add[]>();
  const ready: Add[] = [...adds];
  for (let at = 0; at < ready.length; at++) {
    const add = ready[at] as Add;
    const missing = [add.parentId, add.nextId].find(named => named !== null && coming.has(named)) ?? null;
    const others = missing === null ? undefined : waiting.get(missing);
    if (others !== undefined) others.push(add);
    else if (missing !== null) waiting.set(missing, [add]);
    else {
      place(add);
      coming.delete(add.id);
      for (const later of waiting.get(add.id) ?? []) ready.push(later);
      waiting.delete(add.id);
    }
  }
};

/** A document holds one root, a frame one document; the Replayer drops the former one without a word. */
export const displaced = <Entry extends Standing>(
  parent: Standing & { readonly children: Iterable<Entry> },
  node: { readonly type?: unknown; readonly tagName?: unknown },
): Entry | null => {
  const isSame = (child: Entry): boolean => {
    if (parent.tag === "iframe" || node.type !== NODE.element) return child.type === node.type;
    return child.tag === "html" && node.tagName === "html";
  };
  if (parent.type !== NODE.document && !(parent.tag === "iframe" && node.type === NODE.document)) return null;
  return [...parent.children].find(isSame) ?? null;
};

export const fits = (parent: Standing, node: Sn): boolean => {
  // A document belongs into a frame and nowhere else, and nothing else into a frame.
  if ((parent.tag === "iframe") !== (node.type === NODE.document)) return false;
  if (parent.type === NODE.document)
    return node.type === NODE.doctype || (node.type === NODE.element && node.tagName === "html");
  return parent.type === NODE.element && !isInert(parent.tag) && node.type !== NODE.doctype;
};
