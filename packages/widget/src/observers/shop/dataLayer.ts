/**
 * Hears what the page pushes into its `dataLayer`. Wraps `push`, and puts it back unless somebody wrapped it again, in which
 * case what is left of ours passes everything through. Understands no entry.
 */
import { guard } from "../../shared/guard.ts";
import type { Watch } from "../Watch.ts";

/** On the layer itself, so that another widget on the same page does not count everything again. */
const SEEN = Symbol.for("lotse:seen");

type Layer = unknown[] & { [SEEN]?: WeakSet<object> };

const layerOf = (): Layer | null => {
  const layer: unknown = Reflect.get(window, "dataLayer");
  return Array.isArray(layer) ? (layer as Layer) : null;
};

const wrap = (layer: Layer, onPush: () => void): (() => void) => {
  const original = layer.push;
  const isOwn = Object.hasOwn(layer, "push");
  let on = true;
  const wrapped: typeof original = function (this: unknown[], ...entries) {
    const length = original.apply(this, entries);
    if (on) onPush();
    return length;
  };
  const put = (value: typeof original) =>
    Object.defineProperty(layer, "push", { value, configurable: true, writable: true });
  put(wrapped);
  return () => {
    on = false;
    if (layer.push !== wrapped) return;
    if (isOwn) put(original);
    else Reflect.deleteProperty(layer, "push");
  };
};

/** Answers what to call when the page is looked at: it reads what is new, from a layer that may be another one by now. */
export const listenToDataLayer = (watch: Watch, onEntry: (entry: object) => void): (() => void) => {
  let wrapped: Layer | null = null;
  let unwrap = () => {};
  watch.onEnd(() => unwrap());
  return () => {
    const layer = layerOf();
    if (layer !== wrapped) {
      unwrap();
      unwrap = layer ? wrap(layer, guard(watch.lookSoon)) : () => {};
      wrapped = layer;
    }
    if (layer === null) return;
    if (!layer[SEEN]) Object.defineProperty(layer, SEEN, { value: new WeakSet() });
    const seen = layer[SEEN];
    for (const entry of [...layer]) {
      if (typeof entry !== "object" || entry === null || seen?.has(entry)) continue;
      seen?.add(entry);
      // Entries are the page's, and may throw when they are read.
      guard(onEntry)(entry);
    }
  };
};
