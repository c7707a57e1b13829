/**
 * rrweb's recorder without what Lotse never switches on: canvas replay (it would need scripts in the mirror), fonts,
 * images read through a canvas, and events out of other origins' frames. Some 3 KB (brotli). Also mends what the page
 * would notice. Each part must be found, or the build fails, so that a new version of the recorder is looked at before
 * it is used.
 */
import type { Plugin } from "vite";

const RECORDER = "@rrweb/record/dist/record.js";

/** Options whose use the parts below take out. */
const UNUSED = "dataURLOptions|inlineImages|recordCanvas|needsMask|maskTextClass|maskTextSelector|maskTextFn";

/** Of all boxes that scrolled, where they stand; asked for while the event is on its way, for the sake of shadow roots. */
const SCROLL = `function initScrollObserver({ scrollCb, doc, mirror: mirror2, blockClass, blockSelector, sampling }) {
  const moved = new Set();
  const tell = throttle(callbackWrapper(() => {
    for (const target of moved) {
      moved.delete(target);
      const view = target === doc && doc.defaultView;
      const { left, top } = view ? getWindowScroll(view) : { left: target.scrollLeft, top: target.scrollTop };
      scrollCb({ id: mirror2.getId(target), x: left, y: top });
    }
  }), sampling.scroll);
  return on("scroll", callbackWrapper((evt) => {
    const target = getEventTarget(evt);
    if (!target || isBlocked(target, blockClass, blockSelector, true)) return;
    moved.add(target);
    tell();
  }), doc);
}`;

const RESET = `  handlers.push(on("reset", callbackWrapper(({ target }) => setTimeout(callbackWrapper(() => {
    for (const field of target.elements) eventHandler({ target: field });
  }))), doc));`;

/** A number counted up or down by the page, a text put in by it. */
const STEPS = `    for (const name of ["stepUp", "stepDown", "setRangeText"])
      for (const field of [currentWindow.HTMLInputElement, currentWindow.HTMLTextAreaElement])
        handlers.push(patch(field.prototype, name, (original) => function(...args) {
          original.apply(this, args);
          callbackWrapper(eventHandler)({ target: this });
        }));`;

const PARTS: readonly (readonly [part: RegExp, instead: string])[] = [
  [
    /^class CanvasManager \{[\s\S]*?^\}$/m,
    "class CanvasManager { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }",
  ],
  // From here to the class's end: translating ids of another origin's frame.
  [/^ {2}handleMessage\(message\) \{[\s\S]*?(?=^\})/m, "  handleMessage() {}\n"],
  // The worker that compressed canvases' pictures.
  [/^const jsContent = '.*';$/m, "const jsContent = '';"],
  [/^function initFontObserver\([\s\S]*?^\}$/m, "function initFontObserver() { return () => {}; }"],
  [/^class CrossOriginIframeMirror \{[\s\S]*?^\}$/m, "class CrossOriginIframeMirror {}"],
  [/^ {2}if \(tagName === "canvas" && recordCanvas\) \{[\s\S]*?^ {2}\}/m, ""],
  // Images are fetched by the mirror; reading them through a canvas would touch the page's own elements.
  [/^ {2}if \(tagName === "img" && inlineImages\) \{[\s\S]*?^ {2}\}/m, ""],
  // It would put another `Array.from` into the page. Ours to observe, not to mend.
  [/^try \{\n {2}if \(Array\.from[\s\S]*?^\} catch[\s\S]*?^\}$/m, ""],
  // The attribute would be refused, and reported, where the site's policy forbids inline styles; the property is not.
  [/\bold\.setAttribute\("style", m\.oldValue\);/, "old.style.cssText = m.oldValue;"],
  // A warning for those who use an interface that is gone.
  [/^let _mirror = \{[\s\S]*?^\};/m, ""],
  [/^if \(typeof window !== "undefined" && window\.Proxy[\s\S]*?^\}$/m, ""],
  // What the gate drops anyway: play and pause, and elements being defined.
  [
    /^function initMediaInteractionObserver\([\s\S]*?^\}$/m,
    "function initMediaInteractionObserver() { return () => {}; }",
  ],
  [
    /^function initCustomElementObserver\([\s\S]*?^\}$/m,
    "function initCustomElementObserver() { return () => {}; }",
  ],
  // Nobody calls them.
  [/^record\.addCustomEvent = [\s\S]*?^\};/m, ""],
  [/^record\.freezePage = [\s\S]*?^\};/m, ""],
  // Plugins, packing, events handed to the page's parent, a new snapshot every so often.
  [/^ {2}const eventProcessor = [\s\S]*?^ {2}\};/m, "const eventProcessor = (e) => e;"],
  [/^ {4}\} else if \(passEmitsToParent\) \{[\s\S]*?(?=^ {4}\}$)/m, ""],
  [/^ {4}if \(e\.type === EventType\.FullSnapshot\) \{\n {6}lastFull[\s\S]*?^ {4}\}$/m, ""],
  // Presets instead of options; ours are written out.
  [/^function slimDOMDefaults\([\s\S]*?^\}$/m, "function slimDOMDefaults(options) { return options; }"],
  [/maskAllInputs === true \? \{[^}]*\} : _maskInputOptions !== void 0/, "_maskInputOptions"],
  [
    /^ {2}const maskInputOptions = maskAllInputs === true \? \{[^}]*\} : maskAllInputs === false[\s\S]*?: maskAllInputs;$/m,
    "const maskInputOptions = maskAllInputs;",
  ],
  // What is left of other origins' frames, and of plugins.
  [/^ {4}__publicField\(this, "(?:crossOriginIframe\w+|recordCrossOriginIframes)".*\n/gm, ""],
  [/^ {4}this\.crossOriginIframeStyleMirror = [\s\S]*?^ {4}\);$/m, ""],
  [/^ {4}this\.recordCrossOriginIframes = .*$/m, ""],
  [/^ {4}if \(this\.recordCrossOriginIframes\) \{[\s\S]*?^ {4}\}$/m, ""],
  [/^ {4}if \(iframeEl\.contentWindow\)\n.*crossOriginIframeMap.*$/m, ""],
  [/^ {4}if \(this\.recordCrossOriginIframes\)\n[\s\S]*?^ {6}\);$/m, ""],
  [/^ {2}for \(const plugin of plugins \|\| \[\]\) \{\n {4}if \(plugin\.getMirror[\s\S]*?^ {2}\}$/m, ""],
  // How far a video has played: the gate drops that, too.
  [/^ {2}if \(\["audio", "video"\]\.includes\(tagName\)\) \{[\s\S]*?^ {2}\}/m, ""],
  // The gate masks; this would only look at each text's ancestors a second time.
  [/^function needMaskingText\([\s\S]*?^\}$/m, ""],
  [/^ {2}let \{ needsMask \} = options;\n/m, ""],
  [/^ {2}if \(!needsMask\) \{[\s\S]*?^ {2}\}$/m, ""],
  [/value: needMaskingText\([\s\S]*?"\*"\) : value,/, "value,"],
  [
    /^ {2}const \{ needsMask, maskTextFn, rootId, cssCaptured \} = options;$/m,
    "const { rootId, cssCaptured } = options;",
  ],
  [/^ {2}if \(!isStyle && !isScript && textContent2 && needsMask\) \{[\s\S]*?^ {2}\}$/m, ""],
  // A list of names to leave out; the gate keeps three kinds of meta, and no icons.
  [
    / else if \(slimDOMOptions\.headFavicon && \([\s\S]*?(?=^ {2}\}\n {2}return false;)/m,
    ` else if (slimDOMOptions.headFavicon) {
      const { charset, name, rel } = sn.attributes;
      return sn.tagName === "meta"
        ? charset === void 0 && !/^(viewport|color-scheme|theme-color)$/.test(name)
        : sn.tagName === "link" && /icon/.test(rel);
    }
`,
  ],
  // Nodes of a page that is played, not recorded; and what every browser of the last ten years has.
  [/^class BaseRRNode \{[\s\S]*?^\}$/m, ""],
  [/^ {2}if \(n instanceof BaseRRNode[\s\S]*?^ {2}\}$/m, ""],
  [/^ {2}polyfill\(\);$/m, ""],
  // Which moves and clicks to leave out: none.
  [/^ {2}if \(sampling\.mousemove === false\) \{[\s\S]*?^ {2}\}$/m, ""],
  [/typeof sampling\.mousemove === "number" \? sampling\.mousemove : 50/, "sampling.mousemove"],
  [
    /typeof sampling\.mousemoveCallback === "number" \? sampling\.mousemoveCallback : 500/,
    "sampling.mousemoveCallback",
  ],
  [/^ {2}if \(sampling\.mouseInteraction === false\) \{[\s\S]*?^ {2}\}$/m, ""],
  [/sampling\.mouseInteraction === true \|\| [^?]*\? \{\} : sampling\.mouseInteraction/, "{}"],
  [/^ {2}if \(mousemoveWait !== void 0[\s\S]*?^ {2}\}$/m, ""],
  [
    /^ {2}const inEmittingFrame = [\s\S]*?(?=^ {2}if \(mousemoveWait|^ {2}$|^ {2}mirror\.reset)/m,
    "const inEmittingFrame = true;\n",
  ],
  [/^ {4}if \(!recordDOM\) \{[\s\S]*?^ {4}\}$/m, ""],
  // The text of a sheet in the head is told with the sheet and therefore empty, but must be known: when it is replaced, the
  // Replayer takes one it does not know for the new one's.
  [
    / \|\| !preserveWhiteSpace && _serializedNode/,
    " || !preserveWhiteSpace && !cssCaptured && _serializedNode",
  ],
  // Left out: all but the last of several boxes that scroll within one interval, and where in a shadow root it was.
  [/^function initScrollObserver\([\s\S]*?^\}$/m, SCROLL],
  // A box that is ticked by its markup and was cleared since stays ticked without this.
  [
    / else if \(checked\) \{\n {6}attributes\.checked = checked;/,
    " else { checked ? attributes.checked = true : delete attributes.checked;",
  ],
  // The mirror's own browser clears the others of a group; told from here, it would be those of other forms, too. What is
  // chosen again, after one that nobody told of, is no repetition.
  [
    /^ {4}const name = target\.name;\n {4}if \(type === "radio" && name[\s\S]*?^ {4}\}$/m,
    'if (type === "radio") lastInputValueMap.delete(target);',
  ],
  // What went into another tree, a shadow root's or a frame's, is still there.
  [
    /this\.mirror\.removeNodeFromMap\(this\.mapRemoves\.shift\(\)\);/,
    "const gone = this.mapRemoves.shift(); gone.isConnected || this.mirror.removeNodeFromMap(gone);",
  ],
  // What a shadow root's own observer has told already is told again if its host moves: the mirror built the host anew.
  [/^ {6}if \(this\.processedNodeManager\.inOtherBuffer\(n, this\)\) return;\n/m, ""],
  [/^ {12}this\.processedNodeManager\.add\(childN, this\);\n/m, ""],
  [/^ {2}const processedNodeManager = new ProcessedNodeManager\(\);\n/m, ""],
  [/^ +processedNodeManager,?\n/gm, ""],
  [/^ +"processedNodeManager",?\n/gm, ""],
  [/^ {4}__publicField\(this, "processedNodeManager"\);\n/m, ""],
  [/^ +processedNodeManager\.destroy\(\);\n/m, ""],
  // No sheets any more is something to tell, too.
  [/^ {4}if \(sheets\.length === 0\) return;\n/m, ""],
  // What a form is reset to is in its fields a moment after the event.
  [/^ {2}const currentWindow = doc\.defaultView;/m, `${RESET}\n  const currentWindow = doc.defaultView;`],
  // Values that are set without saying `value`.
  [
    /^ {2}if \(propertyDescriptor && propertyDescriptor\.set\) \{$/m,
    `  if (propertyDescriptor && propertyDescriptor.set) {\n${STEPS}`,
  ],
  [
    /^ {4}\[currentWindow\.HTMLInputElement\.prototype, "checked"\],$/m,
    `$&\n    [currentWindow.HTMLInputElement.prototype, "valueAsNumber"],\n    [currentWindow.HTMLInputElement.prototype, "valueAsDate"],`,
  ],
  // Handed on through every call, and used by nobody any more.
  [new RegExp(`^ +(?:${UNUSED})(?: = [^,\\n]*)?,?\\n`, "gm"), ""],
  [new RegExp(`^ +(?:${UNUSED}): this\\.\\w+,\\n`, "gm"), ""],
  [new RegExp(`^ +"(?:${UNUSED})",\\n`, "gm"), ""],
  [new RegExp(`^ +__publicField\\(this, "(?:${UNUSED})"\\);\\n`, "gm"), ""],
  [/^function mergeHooks\([\s\S]*?^\}$/m, "function mergeHooks() {}"],
];

/** Enums as objects with names both ways; their members are written out as the numbers they are. */
const inlineEnums = (code: string): string =>
  [...code.matchAll(/^var (\w+) = \/\* @__PURE__ \*\/ \(\((\w+)\) => \{([\s\S]*?)^\}/gm)].reduce(
    (rest, [, name = "", , body = ""]) => {
      const members = new Map(
        [...body.matchAll(/\["(\w+)"\] = (\d+)\]/g)].map(([, key, value]) => [key, value]),
      );
      return rest.replaceAll(
        new RegExp(`\\b${name}\\.(\\w+)`, "g"),
        (whole, key) => members.get(key) ?? whole,
      );
    },
    code,
  );

/** Fields by assignment: nothing here has a setter of that name. */
const assignFields = (code: string): string =>
  code
    .replaceAll(/^ +__publicField\(this, "\w+"\);\n/gm, "")
    .replaceAll(/^( +)__publicField\(this, "(\w+)", (.*)\);$/gm, "$1this.$2 = $3;");

export const leanRecorder = (): Plugin => ({
  name: "lotse-lean-recorder",
  enforce: "pre",
  transform(code, id) {
    if (!id.endsWith(RECORDER)) return null;
    const lean = PARTS.reduce((rest, [part, instead]) => {
      if (!part.test(rest)) this.error(`the recorder has no part like ${String(part)}`);
      return rest.replace(part, whole => instead.replace("$&", () => whole));
    }, code);
    return assignFields(inlineEnums(lean));
  },
});
