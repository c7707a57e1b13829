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

export const leanRecorder = (): Plugin => ({
  name: "lotse-lean-recorder",
  enforce: "pre",
  transform(code, id) {
    if (!id.endsWith(RECORDER)) return null;
    const lean = PARTS.reduce((rest, [part, instead]) => {
      if (!part.test(rest)) this.error(`the recorder has no part like ${String(part)}`);
      return rest.replace(part, () => instead);
    }, code);
    return inlineEnums(lean);
  },
});
