/**
 * Socket.IO's client on an Engine.IO of our own, without what the widget never uses: long polling, WebTransport,
 * upgrades, base64, URL parsing for old browsers. Some 5 KB (brotli) that every visitor in contact would pay for. The
 * console keeps all of it. The wire is the same; the browser tests of the built widget speak to a real Socket.IO server.
 */
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** A module of the widget's own, as a string to import. */
const ours = (path: string): string =>
  JSON.stringify(fileURLToPath(new URL(`../src/${path}`, import.meta.url)));

/** The end of a module's path, and what stands in its place. A version with other files fails the build. */
const INSTEAD: Readonly<Record<string, string>> = {
  "engine.io-client/build/esm/index.js": `export * from ${ours("core/engine.ts")};`,
  "socket.io-client/build/esm/contrib/backo2.js": `
    export class Backoff {
      constructor(options) {
        Object.assign(this, options, { attempts: 0 });
      }
      // The pause is spread after it is capped: a crowd that a restart put out must not come back in step.
      duration() {
        const ms = Math.min(this.max, this.min * 2 ** this.attempts++);
        return ms * (1 + this.jitter * (2 * Math.random() - 1));
      }
      reset() {
        this.attempts = 0;
      }
    }`,
  "socket.io-client/build/esm/index.js": `
    import { Manager } from "./manager.js";
    // Every connection has a manager of its own: nothing to look up.
    export const io = (uri, options) => {
      const { origin, pathname } = new URL(uri);
      return new Manager(origin, options).socket(pathname, options);
    };`,
};

const PARSER = "socket.io-parser/build/esm/index.js";
const STRINGIFY = "JSON.stringify(obj.data, this.replacer)";

export const leanSocket = (): Plugin => {
  const used = new Set<string>();
  return {
    name: "lotse-lean-socket",
    enforce: "pre",
    load(id) {
      const path = Object.keys(INSTEAD).find(end => id.endsWith(end));
      if (path === undefined) return null;
      used.add(path);
      return INSTEAD[path] ?? null;
    },
    transform(code, id) {
      if (!id.endsWith(PARSER)) return null;
      if (!code.includes(STRINGIFY)) this.error("Socket.IO's parser writes its JSON in another way");
      // What old libraries did to arrays and strings must not reach the wire.
      return `import { toJson } from ${ours("shared/json.ts")};\n${code.replace(STRINGIFY, "toJson(obj.data)")}`;
    },
    buildEnd(error) {
      const missing = Object.keys(INSTEAD).filter(path => !used.has(path));
      if (error === undefined && missing.length > 0)
        this.error(`Socket.IO's client has no ${missing.join(", ")}`);
    },
  };
};
