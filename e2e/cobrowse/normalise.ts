/** A document as text, without what recording and replaying are allowed to differ in. Runs inside the page. */
export const normalise = (root: Document): string => {
  const IGNORED_TAGS = new Set(["SCRIPT", "META", "LINK", "STYLE", "TEMPLATE", "NOSCRIPT"]);
  const ignoredAttribute = (name: string): boolean =>
    /^(on|data-lotse|data-rr|rr_|autocomplete$|action$|autofocus$|selected$|checked$|value$|srcdoc$)/.test(
      name,
    );
  const attributes = (element: Element): string =>
    [...element.attributes]
      .filter(({ name }) => !ignoredAttribute(name))
      .map(
        ({ name, value }) =>
          `${name}=${name === "class" ? value.replace(/\s*(:hover|rrweb-paused)/g, "") : value}`,
      )
      .filter(attribute => attribute !== "class=")
      .sort()
      .join(" ");
  const state = (element: Element): string => {
    const field = element as HTMLInputElement;
    if (!["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName)) return "";
    const chosen = [...((element as HTMLSelectElement).selectedOptions ?? [])].map(option => option.index);
    const more = `${field.indeterminate === true ? "|neither" : ""}${chosen.length > 1 ? `|${chosen}` : ""}`;
    return ` [${field.value}|${field.checked === true}${more}]`;
  };
  const walk = (node: Node, depth: number): string[] => {
    const pad = " ".repeat(depth);
    if (node.nodeType === 3) {
      const text = (node.textContent ?? "").replace(/\s+/g, " ").trim();
      const isFieldText = node.parentElement?.tagName === "TEXTAREA";
      return text === "" || isFieldText ? [] : [pad + text];
    }
    if (node.nodeType !== 1) return [];
    const element = node as Element;
    if (IGNORED_TAGS.has(element.tagName)) return [];
    const name = element.tagName.toLowerCase();
    const shadow =
      element.shadowRoot === null ? [] : [`${pad} #shadow`, ...children(element.shadowRoot, depth + 2)];
    const inner = (element as HTMLIFrameElement).contentDocument;
    const frame = name === "iframe" && inner?.documentElement ? walk(inner.documentElement, depth + 2) : [];
    const scroll = element.scrollTop > 0 ? ` @${Math.round(element.scrollTop)}` : "";
    const line = `${pad}<${name} ${name === "iframe" ? "" : attributes(element)}>${state(element)}${scroll}`;
    return [line, ...shadow, ...frame, ...children(element, depth + 1)];
  };
  const children = (node: ParentNode, depth: number): string[] =>
    [...node.childNodes].flatMap(child => walk(child, depth));
  return walk(root.documentElement, 0).join("\n");
};
