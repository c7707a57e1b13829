/** The widget throws and catches our errors, but never sends one: it does without their list and their wire form. */
import type { Plugin } from "vite";

const CODED = `export class LotseError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }`;
/** Where nobody asks for the code. */
const PLAIN = "export const LotseError = Error;";

const REST = `
  export const ERROR_CODES = [];
  export const ok = value => ({ ok: true, value });
  export const fail = error => ({ ok: false, error });`;

export const leanErrors = ({ codes }: { readonly codes: boolean }): Plugin => ({
  name: "lotse-lean-errors",
  enforce: "pre",
  transform(code, id) {
    if (codes || !id.endsWith("packages/radar/src/compile.ts")) return null;
    // A malformed rule is left out, whatever it is called.
    return code.replace(/new LotseError\(.*\)/, "Error()");
  },
  load: id => (id.endsWith("packages/protocol/src/errors.ts") ? (codes ? CODED : PLAIN) + REST : null),
});
