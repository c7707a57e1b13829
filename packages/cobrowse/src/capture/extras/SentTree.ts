/**
 * The tree as it was sent: what the viewer's ledger will hold, kept from the events that left, with the sum of its
 * structure carried along. A change costs as much as it changes. Knows nothing of the page.
 */
import { type Digest, FIRST, isCounted, isOrdered, part } from "../../wire/digest.ts";
import { EVENT, type MutationData, NODE, type PageEvent, type Sn, SOURCE } from "../../wire/events.ts";
import { displaced, FORBIDDEN, fits, inOrder } from "../../wire/placing.ts";

class Place {
  readonly id: number;
  readonly type: Sn["type"];
  readonly tag: string;
  readonly isShadow: boolean;
  parent: Place | null = null;
  before: Place | null = null;
  after: Place | null = null;
  /** The last child, and that of the shadow root. */
  last: Place | null = null;
  lastInShadow: Place | null = null;

  constructor(sn: Sn) {
    const tag = sn.type === NODE.element ? sn.tagName.toLowerCase() : "";
    this.id = sn.id;
    this.type = sn.type;
    this.tag = FORBIDDEN.has(tag) ? "template" : tag;
    this.isShadow = sn.isShadow === true;
  }

  get children(): readonly Place[] {
    const found: Place[] = [];
    for (const last of [this.last, this.lastInShadow])
      for (let child = last; child !== null; child = child.before) found.push(child);
    return found;
  }

  get part(): number {
    const first = this.isShadow ? FIRST.shadow : FIRST.light;
    const isOrderly = this.parent === null || isOrdered(this.parent.tag);
    return part(this.id, this.parent?.id ?? 0, isOrderly ? (this.before?.id ?? first) : first);
  }
}

/** A node of a picture whose children are being entered: the next of them is at this place. */
interface Filling {
  readonly children: readonly Sn[];
  readonly place: Place;
  at: number;
}

/** Nodes entered in one step: less than 5 ms of the page's time. */
const STEP_NODES = 500;
/** Changes that wait to be entered: a page in the background gets its turn but seldom. */
const CHANGES_MAX = 1_000;

export class SentTree {
  readonly #places = new Map<number, Place>();
  readonly #filling: Filling[] = [];
  readonly #changes: MutationData[] = [];
  #sum = 0;

  /** Of the picture's root. */
  constructor(sn: Sn) {
    this.#plant(sn, null, null);
  }

  /** Of everything taken, once a step has said that all is done. */
  get digest(): Digest {
    return { nodes: this.#places.size, sum: this.#sum >>> 0 };
  }

  /** False: more waits than is worth to be caught up with. */
  take(event: PageEvent): boolean {
    if (event.type === EVENT.incremental && event.data.source === SOURCE.mutation)
      this.#changes.push(event.data);
    return this.#changes.length <= CHANGES_MAX;
  }

  /** Some of what was taken. True: all is done. */
  step(): boolean {
    for (let done = 0; done < STEP_NODES; ) {
      if (this.#fillOne()) done += 1;
      else {
        const change = this.#changes.shift();
        if (change === undefined) return true;
        this.#change(change);
        done += change.removes.length + change.adds.length;
      }
    }
    return false;
  }

  #change({ removes, adds }: MutationData): void {
    for (const { id, parentId, isShadow } of removes) {
      const place = this.#places.get(id);
      const isThere = place?.parent?.id === parentId && place.isShadow === (isShadow === true);
      if (isThere && place.type !== NODE.document) this.#uproot(place);
    }
    const coming = adds.map(({ parentId, nextId, node }) => {
      return { id: node.id, parentId, nextId: node.type === NODE.document ? null : nextId, node };
    });
    for (const { id, parentId, node } of coming) {
      this.#uproot(this.#places.get(id));
      const parent = this.#places.get(parentId);
      if (parent !== undefined) this.#uproot(displaced(parent, node));
    }
    inOrder(coming, ({ parentId, nextId, node }) => {
      const parent = this.#places.get(parentId);
      if (parent === undefined || !isCounted(parent.tag) || !fits(parent, node)) return;
      const next = nextId === null ? undefined : this.#places.get(nextId);
      const isBeside = next?.parent === parent && next.isShadow === (node.isShadow === true);
      this.#plant(node, parent, isBeside ? next : null);
      // What comes beside a document may go into it.
      if (coming.length > 1) while (this.#fillOne());
    });
  }

  /** A document with all that is in it; other nodes of a change bring what is in them as adds of their own. */
  #plant(sn: Sn, parent: Place | null, next: Place | null): void {
    const place = this.#enter(sn, parent, next);
    if (sn.type === NODE.document) this.#filling.push({ children: sn.childNodes, place, at: 0 });
  }

  /** False: nothing is left to be filled. */
  #fillOne(): boolean {
    const top = this.#filling.at(-1);
    if (top === undefined) return false;
    const child = top.children[top.at++];
    if (child === undefined) this.#filling.pop();
    else {
      const place = this.#enter(child, top.place, null);
      if ("childNodes" in child && isCounted(place.tag))
        this.#filling.push({ children: child.childNodes, place, at: 0 });
    }
    return true;
  }

  #enter(sn: Sn, parent: Place | null, next: Place | null): Place {
    const place = new Place(sn);
    this.#places.set(place.id, place);
    if (parent === null) this.#sum += place.part;
    else this.#link(place, parent, next);
    return place;
  }

  #link(place: Place, parent: Place, next: Place | null): void {
    const end = place.isShadow ? "lastInShadow" : "last";
    if (next !== null) this.#sum -= next.part;
    place.parent = parent;
    place.before = next === null ? parent[end] : next.before;
    place.after = next;
    if (place.before !== null) place.before.after = place;
    if (next === null) parent[end] = place;
    else {
      next.before = place;
      this.#sum += next.part;
    }
    this.#sum = (this.#sum + place.part) | 0;
  }

  #uproot(top: Place | null | undefined): void {
    if (!top) return;
    const { parent, before, after } = top;
    this.#sum -= top.part;
    if (after !== null) {
      this.#sum -= after.part;
      after.before = before;
      this.#sum += after.part;
    } else if (parent !== null) parent[top.isShadow ? "lastInShadow" : "last"] = before;
    if (before !== null) before.after = after;
    const waiting = [...top.children];
    this.#places.delete(top.id);
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      this.#sum = (this.#sum - place.part) | 0;
      this.#places.delete(place.id);
      for (const child of place.children) waiting.push(child);
    }
    this.#sum |= 0;
  }
}
