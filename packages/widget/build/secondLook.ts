/**
 * Terser's look at what Vite's own minifier left: 1 to 4 % less in brotli. After it, not instead of it: alone it is worse.
 * The file names' hashes are made before, from the same sources.
 *
 * The inner names of core and loader are shortened, too (another 4 %). Every word in the files that say what crosses
 * their borders (wire, bridge, modules, markup, the page's API, what one loader leaves to the next) keeps its name, as
 * does all that browsers know and what Socket.IO says on the wire.
 */
import { readdirSync, readFileSync } from "node:fs";
import { type MangleOptions, minify } from "terser";
import type { Plugin } from "vite";

const BORDER: Readonly<Record<string, readonly string[]>> = {
  core: [
    "../../protocol/src/",
    "../../client/src/",
    "../src/shared/",
    "../src/recorder/index.ts",
    "../src/chat/",
  ],
  loader: [
    "../../protocol/src/",
    "../src/shared/",
    "../src/reader/",
    "../src/aside/",
    "../src/loader/api.ts",
    "../src/loader/handover.ts",
    "../src/loader/launcher.ts",
    "../src/loader/natives.ts",
  ],
};

/** Engine.IO's handshake and Socket.IO's packets are JSON; the rest of what they read and write browsers know. */
const SOCKET_WIRE =
  "sid upgrades pingInterval pingTimeout maxPayload type nsp data id attachments _placeholder num message pid offset EIO transport t";

const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Words of texts included: a name too many is harmless, one too few is not. */
const wordsIn = (place: string): readonly string[] => {
  const at = new URL(place, import.meta.url);
  const names = place.endsWith("/") ? readdirSync(at, { recursive: true, encoding: "utf8" }) : [""];
  return names
    .map(name => new URL(name, at))
    .filter(({ pathname }) => /(?<!\.test)\.tsx?$/.test(pathname))
    .flatMap(
      url =>
        readFileSync(url, "utf8")
          .replace(COMMENTS, "")
          .match(/[\w$]+/g) ?? [],
    );
};

const borderNames = (places: readonly string[]): string[] => [
  ...new Set([...places.flatMap(wordsIn), ...SOCKET_WIRE.split(" ")]),
];

export const secondLook = (): Plugin => ({
  name: "lotse-second-look",
  async generateBundle({ format }, bundle) {
    const mangleOf = (chunkName: string): boolean | MangleOptions => {
      const border = BORDER[chunkName];
      return border === undefined || { properties: { reserved: borderNames(border), keep_quoted: true } };
    };
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      const { code = "" } = await minify(chunk.code, {
        module: format === "es",
        ecma: 2020,
        compress: {
          ...{ ecma: 2020, passes: 4, unsafe_arrows: true },
          // Functions in object literals become methods, which nobody can `new`, and nobody does. The loader would grow by it,
          // and the recorder's libraries were not looked through for it.
          unsafe_methods: format === "es" && chunk.name !== "recorder",
        },
        mangle: mangleOf(format === "iife" ? "loader" : chunk.name),
      });
      chunk.code = code;
    }
  },
});
