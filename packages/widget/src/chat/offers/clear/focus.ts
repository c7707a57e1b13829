/**
 * The field that has the focus, and where on the screen it is: through open shadow roots and frames of the page's own origin.
 * A frame of another origin stands for whatever is in it. Knows nothing of closed shadow roots.
 */
export type Box = Pick<DOMRect, "left" | "top" | "right" | "bottom">;

export interface FocusedField {
  readonly field: Element;
  readonly box: Box;
}

const FIELDS =
  "input,textarea,select,iframe,[role=textbox],[role=searchbox],[role=combobox],[role=spinbutton]";

/** By what it can do: what is in a frame is of another realm, and an instance of nothing here. */
const isField = (element: Element): boolean =>
  (element as HTMLElement).isContentEditable || element.matches(FIELDS);

/** A frame's content begins within its border and padding, and is drawn as large as the frame is. */
const inFrame = (frame: HTMLElement, { left, top, right, bottom }: Box): Box => {
  const outer = frame.getBoundingClientRect();
  const { paddingLeft, paddingTop } = getComputedStyle(frame);
  const scale = outer.width / frame.offsetWidth || 1;
  const x = (inner: number) =>
    outer.left + scale * (frame.clientLeft + Number.parseFloat(paddingLeft) + inner);
  const y = (inner: number) => outer.top + scale * (frame.clientTop + Number.parseFloat(paddingTop) + inner);
  return { left: x(left), top: y(top), right: x(right), bottom: y(bottom) };
};

/** `own`: the widget's host, whose fields are none of the page's. */
export const findFocus = (own: Element, within: DocumentOrShadowRoot = document): FocusedField | null => {
  const active = within.activeElement as HTMLIFrameElement | null;
  if (active === null || active === own) return null;
  const { shadowRoot, contentDocument } = active;
  if (contentDocument) {
    const found = findFocus(own, contentDocument);
    return found && { field: found.field, box: inFrame(active, found.box) };
  }
  const found = shadowRoot && findFocus(own, shadowRoot);
  if (found) return found;
  return isField(active) ? { field: active, box: active.getBoundingClientRect() } : null;
};

/** Within these the focus can move on, and the page's document is not told. */
export const hidesFocus = (own: Element): boolean => {
  const active = document.activeElement;
  return active !== null && active !== own && (active.shadowRoot !== null || active.matches("iframe"));
};
