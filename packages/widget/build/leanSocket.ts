/**
 * Socket.IO's client without what the widget never uses: long polling, WebTransport, base64, URL parsing for old
 * browsers. Some 3 KB (brotli) that every visitor in contact would pay for. The console keeps all of it. The wire
 * is the same; the browser tests of the built widget speak to a real Socket.IO server.
 */
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** The end of a module's path, and what stands in its place. A version with other files fails the build. */
const INSTEAD: Readonly<Record<string, string>> = {
  "engine.io-client/build/esm/transports/index.js": `
    import { WS } from "./websocket.js";
    export const transports = { websocket: WS };`,
  "engine.io-client/build/esm/index.js": `
    import { Socket as Engine } from "./socket.js";
    export { installTimerFunctions } from "./util.js";
    export { nextTick } from "./globals.js";
    export class Socket extends Engine {
      constructor(uri, options) {
        super(uri, { ...options, transports: ["websocket"], tryAllTransports: false });
      }
    }`,
  "engine.io-client/build/esm/contrib/parseuri.js": `
    export const parse = uri => {
      const { protocol, hostname, port } = new URL(uri);
      return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ""), port };
    };`,
  "engine.io-client/build/esm/contrib/parseqs.js": `
    export const encode = query => String(new URLSearchParams(query));
    export const decode = text => Object.fromEntries(new URLSearchParams(text));`,
  "engine.io-client/build/esm/util.js": `
    export const pick = (from, ...names) =>
      Object.fromEntries(names.filter(name => Object.hasOwn(from, name)).map(name => [name, from[name]]));
    export const installTimerFunctions = target => {
      target.setTimeoutFn = setTimeout.bind(window);
      target.clearTimeoutFn = clearTimeout.bind(window);
    };
    // Only long polling asks how large a payload gets.
    export const byteLength = () => 0;
    export const randomString = () => Math.random().toString(36).slice(2, 10);`,
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
  "engine.io-parser/build/esm/index.js": `
    const TYPES = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];
    export const protocol = 4;
    export const encodePacket = ({ type, data }, supportsBinary, callback) =>
      callback(data && typeof data !== "string" ? data : TYPES.indexOf(type) + (data || ""));
    export const decodePacket = encoded => {
      if (typeof encoded !== "string") return { type: "message", data: encoded };
      const type = TYPES[encoded[0]];
      return type ? { type, data: encoded.slice(1) || undefined } : { type: "error", data: "parser error" };
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
      const json = fileURLToPath(new URL("../src/shared/json.ts", import.meta.url));
      // What old libraries did to arrays and strings must not reach the wire.
      return `import { toJson } from ${JSON.stringify(json)};\n${code.replace(STRINGIFY, "toJson(obj.data)")}`;
    },
    buildEnd(error) {
      const missing = Object.keys(INSTEAD).filter(path => !used.has(path));
      if (error === undefined && missing.length > 0)
        this.error(`Socket.IO's client has no ${missing.join(", ")}`);
    },
  };
};
