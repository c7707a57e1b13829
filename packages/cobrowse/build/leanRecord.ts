/**
 * A Vite plugin that leaves out of @rrweb/record what this recorder never switches on (canvas recording, fonts,
 * recording inside foreign frames), so that the visitor does not load it. The parts are found by their exact text; an
 * rrweb that looks different fails the build instead of shipping something untried.
 */
import type { Plugin } from "vite";

const RECORD = /@rrweb[/+]record.*\/record\.js$/;

interface Cut {
  readonly from: string;
  /** The first text after `from` that stays. */
  readonly to: string;
  readonly replacement: string;
}

const CUTS: readonly Cut[] = [
  {
    from: "const canvasVarMap = ",
    to: "class StylesheetManager {",
    replacement: `class CanvasManager {
      constructor() { for (const name of ["reset", "freeze", "unfreeze", "lock", "unlock"]) this[name] = () => {}; }
    }
    `,
  },
  {
    from: "  const win = doc.defaultView;\n  if (!win) {\n    return () => {\n    };\n  }\n  const handlers = [];\n  const fontMap",
    to: "function initSelectionObserver(",
    replacement: "  return () => {};\n}\n",
  },
  {
    from: "class CrossOriginIframeMirror {",
    to: "class IframeManager {",
    replacement: "class CrossOriginIframeMirror {}\n",
  },
  {
    from: "  handleMessage(message) {",
    to: "class ShadowDomManager {",
    replacement: "  handleMessage() {}\n}\n",
  },
];

const cut = (code: string, { from, to, replacement }: Cut): string => {
  const start = code.indexOf(from);
  const end = start < 0 ? -1 : code.indexOf(to, start);
  if (end < 0 || code.indexOf(from, start + 1) >= 0) {
    throw new Error(`@rrweb/record is not the release this build knows: "${from.slice(0, 40)}"`);
  }
  return code.slice(0, start) + replacement + code.slice(end);
};

export const leanRecord = (): Plugin => ({
  name: "lotse-lean-record",
  enforce: "pre",
  transform: (code, id) =>
    RECORD.test(id.split("?")[0] ?? "") ? { code: CUTS.reduce(cut, code), map: null } : null,
});
