/**
 * What is told of a masked field instead of its value: `filled` or not, `invalid` or not. Nothing of how long it is, and
 * a word only when that changes: no keystroke can be counted. Knows nothing of events or of how it is carried.
 */
import { EXPOSURE, isField, type Judge } from "./exposure.ts";

export const STATE_NAME = "data-lotse-masked";

export interface FieldStates {
  /** The state that is being told now. Only of masked fields. */
  tell(element: Element): string;
  /** Those whose state is another than was told; told with this. */
  changes(): readonly { readonly element: Element; readonly state: string }[];
}

/** Whether one is chosen is the value itself; what a hidden one holds is nobody's. */
const SILENT = new Set([
  "checkbox",
  "radio",
  "hidden",
  "range",
  "color",
  "button",
  "submit",
  "reset",
  "image",
]);

export const createFieldStates = (window: Window & typeof globalThis, judge: Judge): FieldStates => {
  const { dom } = judge;
  const { matches } = window.Element.prototype;
  const told = new WeakMap<Element, string>();
  const fields = new Set<WeakRef<Element>>();

  const isInvalid = (element: Element): boolean => {
    const said = dom.attribute(element, "aria-invalid");
    if (said !== null && said !== "" && said !== "false") return true;
    try {
      // Not while it is being filled in: when it becomes valid would tell how long it is.
      return matches.call(element, ":user-invalid");
    } catch {
      return false;
    }
  };
  const stateOf = (element: Element): string => {
    const type = (dom.attribute(element, "type") ?? "").toLowerCase();
    if (SILENT.has(type)) return "";
    return [dom.value(element) === "" ? "empty" : "filled", isInvalid(element) ? "invalid" : "valid"].join(
      " ",
    );
  };
  const isTold = (element: Element): boolean =>
    element.isConnected &&
    judge.exposure(element) < EXPOSURE.block &&
    (judge.secretField(element) || judge.exposure(element) === EXPOSURE.mask);

  return {
    tell: element => {
      const state = stateOf(element);
      if (!told.has(element) && isField(element)) fields.add(new WeakRef(element));
      told.set(element, state);
      return state;
    },
    changes: () =>
      [...fields].flatMap(reference => {
        const element = reference.deref();
        if (element === undefined) fields.delete(reference);
        if (element === undefined || !isTold(element)) return [];
        const state = stateOf(element);
        if (told.get(element) === state) return [];
        told.set(element, state);
        return [{ element, state }];
      }),
  };
};
