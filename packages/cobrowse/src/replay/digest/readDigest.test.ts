/** What is read from a document is what the recorder counts of it, whatever stands there besides. */
import { describe, expect, it } from "vitest";
import { SentTree } from "../../capture/extras/SentTree.ts";
import { NODE, type Sn } from "../../wire/events.ts";
import { readDigest } from "./readDigest.ts";

/** As much of a node as is read. */
class Thing {
  readonly localName: string;
  readonly nodeType: number;
  shadowRoot: Thing | null = null;
  contentDocument: Thing | null = null;
  readonly children: Thing[] = [];
  #parent: Thing | null = null;
  constructor(localName: string, nodeType = 1) {
    [this.localName, this.nodeType] = [localName, nodeType];
  }
  get firstChild(): Thing | null {
    return this.children[0] ?? null;
  }
  get nextSibling(): Thing | null {
    const siblings = this.#parent?.children ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }
  put(child: Thing, at = this.children.length): void {
    child.#parent = this;
    this.children.splice(at, 0, child);
  }
  take(child: Thing): void {
    this.children.splice(this.children.indexOf(child), 1);
  }
}

const text = (id: number, isShadow?: true): Sn => ({ type: NODE.text, id, textContent: "x", isShadow });
const element = (id: number, tagName: string, ...childNodes: Sn[]): Sn => ({
  ...{ type: NODE.element, id, tagName, attributes: {} },
  childNodes,
});
const framed: Sn = { type: NODE.document, id: 30, childNodes: [element(31, "html", element(32, "body"))] };
const body = element(3, "body", element(4, "p", text(5), text(6)), element(7, "iframe", framed));
const host = element(10, "x-y", text(11), text(12, true), text(13, true));
/** With something after the body, as scripts put it there. */
const html = element(2, "html", body, host, element(14, "textarea", text(15)));
const PAGE: Sn = { type: NODE.document, id: 1, childNodes: [html] };

const built = () => {
  const numbers = new Map<Thing, number>();
  const things = new Map<number, Thing>();
  const build = (sn: Sn): Thing => {
    const tag = sn.type === NODE.element ? sn.tagName : "";
    const thing = new Thing(tag, sn.type === NODE.element ? 1 : sn.type === NODE.document ? 9 : 3);
    numbers.set(thing, sn.id);
    things.set(sn.id, thing);
    if (!("childNodes" in sn) || tag === "textarea") return thing;
    for (const child of sn.childNodes) {
      if (child.type === NODE.document) thing.contentDocument = build(child);
      else if (child.isShadow === true) {
        thing.shadowRoot ??= new Thing("", 11);
        thing.shadowRoot.put(build(child));
      } else thing.put(build(child));
    }
    return thing;
  };
  const root = build(PAGE);
  const at = (id: number): Thing => things.get(id) as Thing;
  const read = () =>
    readDigest(root as never, { getId: node => numbers.get(node as unknown as Thing) ?? -1 });
  return { at, numbers, read };
};

const sent = () => {
  const tree = new SentTree(PAGE);
  while (!tree.step());
  return tree.digest;
};

describe("a document", () => {
  it("comes to what was sent, through shadow roots and frames", () => {
    expect(built().read()).toEqual(sent());
    expect(sent().nodes).toBe(15);
  });

  it("also with what the mirror puts there, and with the body after what followed it", () => {
    const { at, read } = built();
    at(2).put(new Thing("head"), 0);
    at(3).put(new Thing("style"), 1);
    at(2).take(at(3));
    at(2).put(at(3));
    at(14).put(new Thing("", 3));
    expect(read()).toEqual(sent());
  });

  it("does not, if a node is gone, is known no more, or stands elsewhere", () => {
    const damages: ((made: ReturnType<typeof built>) => void)[] = [
      ({ at }) => at(4).take(at(5)),
      ({ at, numbers }) => numbers.delete(at(5)),
      ({ at }) => {
        at(3).take(at(4));
        at(3).put(at(4));
      },
      ({ at }) => at(10).shadowRoot?.take(at(13)),
      ({ at }) => {
        at(7).contentDocument = null;
      },
    ];
    for (const damage of damages) {
      const made = built();
      damage(made);
      expect(made.read()).not.toEqual(sent());
    }
  });
});
