/** States that are properties: no attribute and no event tells them. */
import type { MakeKind } from "./Watch.ts";

/** Checkboxes that are neither. */
export const indeterminate: MakeKind = watch => {
  const { window, getter } = watch.host;
  const isIndeterminate = getter<boolean>(window.HTMLInputElement.prototype, "indeterminate");
  return {
    wants: element => element.localName === "input",
    look: (element, id) => {
      const on = isIndeterminate(element);
      watch.tell({ kind: "indeterminate", id, on }, String(on), "false");
    },
  };
};

/** Lists: rrweb tells one of the chosen options, of several too, and in its picture not that there is none. */
export const chosen: MakeKind = watch => {
  const { window, getter } = watch.host;
  const { HTMLSelectElement, HTMLOptionElement } = window;
  const options = getter<HTMLOptionsCollection>(HTMLSelectElement.prototype, "options");
  const isSelected = getter<boolean>(HTMLOptionElement.prototype, "selected");
  return {
    wants: element => element.localName === "select",
    look: (element, id) => {
      const indexes = Array.from(options(element), (option, at) => (isSelected(option) ? at : -1)).filter(
        at => at >= 0,
      );
      watch.tell({ kind: "chosen", id, indexes }, indexes.join());
    },
  };
};

/** In the top layer: open or not. */
export const popover: MakeKind = watch => {
  const { hasAttribute, matches } = watch.host.window.Element.prototype;
  return {
    wants: element => hasAttribute.call(element, "popover"),
    look: (element, id) => {
      const on = matches.call(element, ":popover-open");
      watch.tell({ kind: "popover", id, on }, String(on), "false");
    },
  };
};

/** Style sheets that are switched off, by script or because they are an alternative. */
export const sheet: MakeKind = watch => {
  const { window, getter } = watch.host;
  const ofStyle = getter<StyleSheet | null>(window.HTMLStyleElement.prototype, "sheet");
  const ofLink = getter<StyleSheet | null>(window.HTMLLinkElement.prototype, "sheet");
  const isDisabled = getter<boolean>(window.StyleSheet.prototype, "disabled");
  const { getAttribute } = window.Element.prototype;
  const isSheet = (element: Element): boolean =>
    element.localName === "link" && /\bstylesheet\b/i.test(getAttribute.call(element, "rel") ?? "");
  return {
    wants: element => element.localName === "style" || isSheet(element),
    look: (element, id) => {
      const own = element.localName === "style" ? ofStyle(element) : ofLink(element);
      // A link that is switched off has none; one that is still being loaded is told of when it is there.
      const on = own !== null && !isDisabled(own);
      watch.tell({ kind: "sheet", id, on }, String(on), "true");
    },
  };
};
