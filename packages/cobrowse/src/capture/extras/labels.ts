/** What cannot be shown is named, with the size of its box: the mirror puts words where it stands. */
import type { Label } from "../../wire/extras.ts";
import { LABEL_PX_MAX } from "../../wire/extras.ts";
import type { MakeKind } from "./Watch.ts";

/** As frames of payment providers are told from others: by what the page allows them, or by where they come from. */
const PAYMENT =
  /\b(pay|payment|payments|checkout|stripe|adyen|klarna|paypal|braintree|mollie|worldpay|3ds)\b/i;
const TAGS = "iframe video audio object embed";

export const labels: MakeKind = watch => {
  const { window, getter } = watch.host;
  const { getAttribute, getBoundingClientRect } = window.Element.prototype;
  const frameDocument = getter<Document | null>(window.HTMLIFrameElement.prototype, "contentDocument");
  const shadowRoot = getter<ShadowRoot | null>(window.Element.prototype, "shadowRoot");
  const childCount = getter<number>(window.Element.prototype, "childElementCount");
  const text = getter<string | null>(window.Node.prototype, "textContent");
  const defined = window.customElements.get.bind(window.customElements);

  const ofFrame = (element: Element): Label | null => {
    try {
      if (frameDocument(element) !== null) return null;
    } catch {
      // Another origin's.
    }
    const about = `${getAttribute.call(element, "allow")} ${getAttribute.call(element, "src")}`;
    return PAYMENT.test(about) ? "payment" : "frame";
  };
  /** Nothing within that could be seen, and yet it takes room: what is seen lies in a root that nobody may enter. */
  const isClosed = (element: Element): boolean =>
    shadowRoot(element) === null && childCount(element) === 0 && (text(element) ?? "").trim() === "";
  const labelOf = (element: Element): Label | null => {
    switch (element.localName) {
      case "iframe":
        return ofFrame(element);
      case "video":
      case "audio":
        return element.localName;
      case "object":
      case "embed":
        return "plugin";
      default:
        return isClosed(element) ? "closed" : null;
    }
  };
  const side = (px: number): number => Math.min(LABEL_PX_MAX, Math.round(px));
  return {
    wants: element =>
      TAGS.split(" ").includes(element.localName) ||
      (element.localName.includes("-") && defined(element.localName) !== undefined),
    look: (element, id) => {
      const label = labelOf(element);
      if (label === null) return;
      const box = getBoundingClientRect.call(element);
      const [width, height] = [side(box.width), side(box.height)];
      if (width === 0 || height === 0) return;
      watch.tell({ kind: "label", id, label, width, height }, `${label} ${width} ${height}`);
    },
  };
};
