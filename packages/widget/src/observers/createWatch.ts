/** Keeps the observed facts, gathers what changed, and tells it in one go. Knows no fact by name. */
import type { Unsubscribe } from "@lotse/protocol";
import type { FactKey, FactValue } from "@lotse/radar";
import type { ReaderOptions } from "../reader/index.ts";
import { guard } from "../shared/guard.ts";
import { native } from "../shared/native.ts";
import { clip } from "../shared/text.ts";
import type { Watch } from "./Watch.ts";

/** What happens at once is told at once; a burst of typing is one change. */
const TOLD_AFTER_MS = 100;
const TEXT_MAX = 200;

const { prototype } = EventTarget;
const addEventListener = native(prototype, "addEventListener");
const removeEventListener = native(prototype, "removeEventListener");
const HOW = { capture: true, passive: true };

const byName = (keys: readonly FactKey[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const key of keys) {
    const [name = ""] = key.split(":", 1);
    found.set(name, [...(found.get(name) ?? []), key.slice(name.length + 1)]);
  }
  return found;
};

/** As the hub takes it: a text is cut, and a number beyond all numbers left out. */
const tellable = (value: FactValue): FactValue => {
  if (typeof value === "string") return clip(value, TEXT_MAX);
  return Math.abs(value as number) > Number.MAX_SAFE_INTEGER ? undefined : value;
};

export interface CreatedWatch extends Watch {
  /** Tells now what is waiting to be told, and these. */
  tell(keys?: readonly FactKey[]): void;
  close(): void;
}

export const createWatch = (options: ReaderOptions, onLook: () => void): CreatedWatch => {
  const { clock, facts, watch = [], onChanged, isTabActive } = options;
  const wanted = byName(watch);
  const undo: Unsubscribe[] = [];
  let changed: FactKey[] = [];
  let cancel: Unsubscribe | null = null;
  let looks = false;
  facts.observed ??= Object.create(null) as Record<FactKey, FactValue>;
  const { observed } = facts;

  const tell = (keys: readonly FactKey[] = []) => {
    cancel?.();
    cancel = null;
    const all = [...changed, ...keys];
    changed = [];
    if (all.length > 0) onChanged(all);
  };
  const soon = () => {
    cancel ??= clock.after(TOLD_AFTER_MS, () => {
      cancel = null;
      if (looks) guard(onLook)();
      looks = false;
      tell();
    });
  };
  return {
    clock,
    facts,
    isTabActive,
    about: name => wanted.get(name) ?? [],
    set: (name, found, about = "") => {
      if (!wanted.get(name)?.includes(about)) return;
      const value = tellable(found);
      const key = about === "" ? name : `${name}:${about}`;
      if (Object.is(observed[key], value) && typeof value !== "object") return;
      observed[key] = value;
      changed.push(key);
      soon();
    },
    listen: (type, fn, target = document) => {
      const listener = guard(fn);
      addEventListener.call(target, type, listener, HOW);
      undo.push(() => removeEventListener.call(target, type, listener, HOW));
    },
    onEnd: fn => void undo.push(fn),
    lookSoon: () => {
      looks = true;
      soon();
    },
    tell,
    close: () => {
      cancel?.();
      for (const one of undo.splice(0)) one();
    },
  };
};
