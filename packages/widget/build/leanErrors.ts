/** The widget throws and catches our errors, but never sends one: it does without their list and their wire form. */
import type { Plugin } from "vite";

const SOURCE = `
  export class LotseError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }
  export const ERROR_CODES = [];
  export const ok = value => ({ ok: true, value });
  export const fail = error => ({ ok: false, error });`;

export const leanErrors = (): Plugin => ({
  name: "lotse-lean-errors",
  enforce: "pre",
  load: id => (id.endsWith("packages/protocol/src/errors.ts") ? SOURCE : null),
});
