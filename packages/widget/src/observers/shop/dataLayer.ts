/**
 * Reads what the page pushes into its `dataLayer`: at each look whatever is new in the array itself, and soon after each push
 * that its hook hears. Pages put other functions in the hook's place, replace the array, and cut it at its start; a hook that
 * cannot be had, or is lost, costs promptness and nothing else. Puts `push` back unless somebody wrapped it again, in which
 * case what is left of ours passes everything through. Understands no entry.
 */
import { guard } from "../../shared/guard.ts";
import type { Watch } from "../Watch.ts";

type Push = unknown[]["push"];

/** How far it was read. By the entry too: the array may be another one by now, or have lost its first ones. */
type Place = readonly [next?: number, last?: unknown];

/** On the window, so that another life of the widget on the same page does not count everything again. */
const PLACE = Symbol.for("lotse:read");

/** Somebody who keeps taking `push` away, or goes round it, gets what is there at the next look. */
const HOOKS_MAX = 10;

const hookInto = (layer: unknown[], onPush: () => void): (() => void) => {
  const original = layer.push;
  const isOwn = Object.hasOwn(layer, "push");
  let on = true;
  const hook: Push = function (this: unknown[], ...entries) {
    const length = original.apply(this, entries);
    if (on) onPush();
    return length;
  };
  const put = (value: Push) =>
    Object.defineProperty(layer, "push", { value, configurable: true, writable: true });
  put(hook);
  return () => {
    on = false;
    if (layer.push !== hook) return;
    if (isOwn) put(original);
    else Reflect.deleteProperty(layer, "push");
  };
};

const takeNew = (layer: readonly unknown[]): readonly unknown[] => {
  const [next = 0, last]: Place = Reflect.get(window, PLACE) ?? [];
  const from = layer[next - 1] === last ? next : layer.lastIndexOf(last) + 1;
  Reflect.set(window, PLACE, [layer.length, layer.at(-1)] satisfies Place);
  return layer.slice(from);
};

/** Answers what to call when the page is looked at, or left. */
export const listenToDataLayer = (watch: Watch, onEntry: (entry: unknown) => void): (() => void) => {
  let hooked: unknown;
  let hooks = 0;
  let heard = false;
  let unhook = () => {};
  watch.onEnd(() => unhook());
  const onPush = guard(() => {
    heard = true;
    watch.lookSoon();
  });
  const hook = guard((layer: unknown[]) => {
    unhook();
    if (hooks++ < HOOKS_MAX) unhook = hookInto(layer, onPush);
  });
  // The layer and its entries are the page's, and may throw when they are read.
  return guard(() => {
    const layer: unknown = Reflect.get(window, "dataLayer");
    if (!Array.isArray(layer)) return;
    const entries = takeNew(layer);
    if (layer !== hooked || (entries.length > 0 && !heard)) hook(layer);
    hooked = layer;
    heard = false;
    for (const entry of entries) guard(onEntry)(entry);
  });
};
