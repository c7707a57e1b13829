/**
 * A page that changes by chance: seeded steps over elements, texts, attributes, fields, scroll positions, styles, shadow
 * roots, frames and what stands in the top layer; without what docs/limits.md says cannot be followed (radio buttons that
 * go in the moment in which they are chosen, popovers that are scrolled), and without scroll anchoring, in which Chromium
 * itself crashes (there as well). Runs inside the page: no imports. Knows nothing of recording.
 */

export const RANDOM_PAGE = `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Zufall</title>
<style>* { overflow-anchor: none } .box { height: 60px; width: 260px; overflow: auto; border-left: 2px solid } .a { color: rgb(1, 2, 3) } .b { padding-left: 4px }
  .c { font-weight: 700 } [data-on="ja"] { opacity: 0.5 } ul { margin: 0 } .card { overflow: visible }</style><style id="rules"></style><style id="texts"></style></head>
<body><div id="root"><div class="box"><p>Anfang</p></div><form><input value="x"><select><option>1<option>2</select></form></div>
<iframe id="frame" width="300" height="80" srcdoc="<!doctype html><style>* { overflow-anchor: none }</style><div id='root'><p>Rahmen</p></div>"></iframe></body></html>`;

export type StepKind =
  | "insert"
  | "markup"
  | "move"
  | "remove"
  | "copy"
  | "text"
  | "attribute"
  | "style"
  | "value"
  | "scroll"
  | "rule"
  | "sheet"
  | "shadow"
  | "adopt"
  | "layer";

export interface Steps {
  /** That many, over several turns of the browser's loop. */
  run(count: number): Promise<void>;
  /** How often each kind did something. */
  readonly done: Record<string, number>;
}

export const createSteps = (seed: number): Steps => {
  const ELEMENTS_MAX = 220;
  let state = seed >>> 0;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = <T>(list: ArrayLike<T>): T => list[random(list.length)] as T;
  const word = (): string => `${pick(["Zeile", "Wort & mehr", "<b>", "ä ö ü", "🙂", " "])}${random(1_000)}`;
  const done: Record<string, number> = {};

  const roots = (): (Element | ShadowRoot)[] => {
    const frame = document.getElementById("frame") as HTMLIFrameElement;
    const all: (Element | ShadowRoot)[] = [];
    const enter = (root: Element | ShadowRoot): void => {
      all.push(root);
      for (const element of root.querySelectorAll("*"))
        if (element.shadowRoot !== null) enter(element.shadowRoot);
    };
    for (const doc of [document, frame.contentDocument]) {
      const root = doc?.getElementById("root");
      if (root) enter(root);
    }
    return all;
  };
  const elements = (selector = "*"): HTMLElement[] =>
    roots().flatMap(root => [...root.querySelectorAll<HTMLElement>(selector)]);
  /** Where something may be put. */
  const parent = (): Element | ShadowRoot =>
    pick([...roots(), ...elements("div, p, ul, li, form, section, span, b")]);
  const put = (node: Node): void => {
    const into = parent();
    if (node.contains(into) || (into instanceof Node && into.getRootNode() === node)) return;
    let at: Node | null = into;
    // A host cannot go into its own tree.
    while (at !== null) {
      if (at === node) return;
      at = at.parentNode ?? (at as ShadowRoot).host ?? null;
    }
    into.insertBefore(
      node,
      random(3) === 0 ? null : (into.childNodes[random(into.childNodes.length + 1)] ?? null),
    );
  };

  const field = (): HTMLElement => {
    const kind = random(5);
    if (kind === 0) return document.createElement("textarea");
    if (kind === 1) {
      const list = document.createElement("select");
      // High enough for all of it: where a list of its own accord scrolls to what is chosen is each browser's affair.
      if (random(3) === 0) Object.assign(list, { multiple: true, size: 8 });
      for (let n = 0; n < 4; n++) list.append(new Option(word(), String(n), n === 1, n === random(4)));
      return list;
    }
    const input = document.createElement("input");
    input.type = pick(["text", "checkbox", "range", "number", "search"]);
    if (random(2) === 0) input.setAttribute("checked", "");
    return input;
  };
  const make = (): HTMLElement => {
    if (random(4) === 0) return field();
    const element = document.createElement(
      pick(["div", "p", "ul", "span", "b", "section", "details", "x-own"]),
    );
    element.className = pick(["", "a", "b", "c", "box", "a b"]);
    for (let n = random(4); n > 0; n--)
      element.append(
        random(2) === 0 ? word() : Object.assign(document.createElement("i"), { textContent: word() }),
      );
    if (element.className === "box")
      element.append(Object.assign(document.createElement("p"), { style: "height: 300px; width: 500px" }));
    return element;
  };

  const fill = (of: HTMLElement): void => {
    const input = of as HTMLInputElement;
    const list = of as unknown as HTMLSelectElement;
    if (of.localName === "select") {
      if (list.multiple) for (const option of list.options) option.selected = random(2) === 0;
      else list.selectedIndex = random(list.options.length);
    } else if (input.type === "checkbox") {
      if (random(2) === 0) input.click();
      else input.checked = random(2) === 0;
      if (random(4) === 0) input.indeterminate = random(2) === 0;
    } else if (input.type === "range" || input.type === "number") input.value = String(random(100));
    else if (random(5) === 0) input.form?.reset();
    else input.value = word();
  };
  const sheetOf = (id: string): CSSStyleSheet =>
    (document.getElementById(id) as HTMLStyleElement).sheet as CSSStyleSheet;
  const rule = (): string =>
    pick([
      `.${pick(["a", "b", "c"])} { color: rgb(${random(255)}, 0, 9) }`,
      `p { margin-left: ${random(30)}px }`,
      `@media all { i { padding-left: ${random(20)}px } }`,
      `x-own { display: ${pick(["block", "inline"])}; border-top: ${random(4)}px solid }`,
    ]);
  const changeRules = (sheet: CSSStyleSheet): void => {
    const { cssRules } = sheet;
    const kind = random(4);
    const one = cssRules[random(cssRules.length)];
    if (kind === 0 || one === undefined) sheet.insertRule(rule(), random(cssRules.length + 1));
    else if (kind === 1) sheet.deleteRule(random(cssRules.length));
    else if (one instanceof CSSMediaRule)
      one.insertRule(`i { font-size: ${10 + random(9)}px }`, random(one.cssRules.length));
    else if (one instanceof CSSStyleRule)
      one.style.setProperty("opacity", `0.${1 + random(9)}`, pick(["", "important"]));
  };
  const adopted: CSSStyleSheet[] = [];

  const steps: Record<StepKind, () => unknown> = {
    insert: () => put(make()),
    markup: () => {
      const box = document.createElement("div");
      box.innerHTML = `<section class=b><p>${random(99)}</p><ul><li>eins<li class=c>zwei</ul><input value="${random(99)}"></section>`;
      put(box);
    },
    move: () => put(pick(elements())),
    remove: () => pick(elements()).remove(),
    copy: () => put(pick(elements()).cloneNode(true)),
    text: () => {
      const element = pick(elements("p, b, i, span, li"));
      const first = element.firstChild;
      if (first?.nodeType === 3 && random(3) > 0) (first as Text).data = word();
      else if (first?.nodeType === 3 && random(2) === 0)
        (first as Text).splitText(random((first as Text).length));
      else if (random(2) === 0) element.normalize();
      else element.textContent = word();
    },
    attribute: () => {
      const element = pick(elements());
      const name = pick([
        "class",
        "title",
        "data-on",
        "dir",
        "hidden",
        "open",
        "value",
        "checked",
        "type",
        "style",
        "lang",
      ]);
      if (random(4) === 0) element.removeAttribute(name);
      else if (name === "class") element.className = pick(["a", "b", "c", "box", ""]);
      else if (name === "dir") element.dir = pick(["rtl", "ltr"]);
      else if (name === "style")
        element.setAttribute("style", `color: rgb(0, ${random(255)}, 0); top: ${random(9)}px`);
      else if (name !== "type") element.setAttribute(name, pick(["ja", "nein", ""]));
    },
    style: () => {
      const { style } = pick(elements());
      const name = pick(["color", "margin-top", "opacity", "--own", "transform"]);
      if (random(4) === 0) style.removeProperty(name);
      else
        style.setProperty(
          name,
          {
            color: "rgb(9, 9, 9)",
            "margin-top": `${random(9)}px`,
            opacity: "0.8",
            "--own": word(),
            transform: `translateX(${random(5)}px)`,
          }[name] ?? "",
          random(5) === 0 ? "important" : "",
        );
    },
    value: () => fill(pick(elements("input, textarea, select"))),
    scroll: () => {
      const box = pick(elements(".box"));
      box.scrollTop = random(250);
      if (random(2) === 0) box.scrollLeft = random(200) * (box.matches("[dir=rtl], [dir=rtl] *") ? -1 : 1);
    },
    rule: () => changeRules(sheetOf("rules")),
    sheet: () => {
      const style = document.getElementById("texts") as HTMLStyleElement;
      if (random(3) === 0) style.append(rule());
      else if (random(4) < 2) sheetOf("texts").disabled = random(2) === 0;
      else style.textContent = `${rule()} ${rule()}`;
    },
    shadow: () => {
      const host = pick(elements("div, section, x-own, p"));
      if (host.shadowRoot !== null) return;
      const root = host.attachShadow({ mode: "open" });
      root.innerHTML = `<style>.a { margin-left: ${random(20)}px }</style><div class="box"><p style="height: 200px">Innen</p></div><slot></slot>`;
    },
    adopt: () => {
      const targets = [document, ...roots().filter(root => root instanceof ShadowRoot)] as (
        | Document
        | ShadowRoot
      )[];
      const target = pick(targets);
      const kind = random(4);
      const known = adopted[random(adopted.length)];
      if (kind === 0 || known === undefined) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`${rule()} ${rule()}`);
        adopted.push(sheet);
        target.adoptedStyleSheets = [...target.adoptedStyleSheets, sheet];
      } else if (kind === 1) target.adoptedStyleSheets = target.adoptedStyleSheets.slice(1);
      else if (kind === 2) known.replaceSync(rule());
      else changeRules(known);
    },
    layer: () => {
      const element = pick(elements("details, .card, dialog"));
      if (element === undefined || random(4) === 0) {
        const card = Object.assign(document.createElement(pick(["div", "dialog"])), {
          className: "card",
          textContent: word(),
        });
        if (card.localName === "div") card.popover = "manual";
        put(card);
      } else if (element instanceof HTMLDetailsElement) element.open = !element.open;
      else if (element instanceof HTMLDialogElement) element.open ? element.close() : element.show();
      else element.togglePopover();
    },
  };
  const kinds = Object.keys(steps) as StepKind[];
  const step = (): void => {
    // So that it neither grows for ever nor runs dry.
    const count = elements().length;
    const kind =
      count > ELEMENTS_MAX ? "remove" : count < 12 ? pick(["insert", "markup"] as const) : pick(kinds);
    try {
      steps[kind]();
      done[kind] = (done[kind] ?? 0) + 1;
    } catch {
      // Nothing of that kind stood there, or the browser refused.
    }
  };
  return {
    done,
    run: async count => {
      for (let left = count; left > 0; ) {
        for (let turn = Math.min(left, 1 + random(12)); turn > 0; turn--, left--) step();
        if (random(2) === 0) await new Promise(resolve => setTimeout(resolve, 0));
        else if (random(3) === 0) await new Promise(resolve => requestAnimationFrame(resolve));
        else await Promise.resolve();
      }
    },
  };
};
