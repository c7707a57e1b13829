/**
 * Terser's look at what Vite's own minifier left: 1 to 4 % less in brotli. After it, not instead of it: alone it is worse.
 * The file names' hashes are made before, from the same sources.
 *
 * The loader's inner names are shortened, too. Every word in the files that say what crosses its border (the wire, the
 * bridge to the core, storage, the page's API) keeps its name, as does all that browsers know.
 */
import { readdirSync, readFileSync } from "node:fs";
import { type MinifyOptions, minify } from "terser";
import type { Plugin } from "vite";

const at = (path: string) => new URL(path, import.meta.url);

const filesIn = (folder: string): readonly URL[] =>
  readdirSync(at(folder), { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map(name => at(`${folder}${name}`));

/** Every word the border's files contain, comments included: too many are harmless, one too few is not. */
export const borderNames = (): readonly string[] => {
  const files = [
    ...filesIn("../../protocol/src/"),
    ...filesIn("../src/shared/"),
    ...["api", "handover", "main"].map(name => at(`../src/loader/${name}.ts`)),
    ...["aside", "reader"].map(name => at(`../src/${name}/index.ts`)),
    at("../../radar/src/facts.ts"),
  ];
  return [...new Set(files.flatMap(file => readFileSync(file, "utf8").match(/[\w$~]+/g) ?? [])), "testid"];
};

export const secondLook = ({ shortNames }: { readonly shortNames: boolean }): Plugin => ({
  name: "lotse-second-look",
  async generateBundle({ format }, bundle) {
    const mangle: MinifyOptions["mangle"] = shortNames
      ? { properties: { reserved: [...borderNames()], keep_quoted: true } }
      : true;
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== "chunk") continue;
      const { code = "" } = await minify(chunk.code, {
        module: format === "es",
        ecma: 2020,
        compress: { ecma: 2020, passes: 3, unsafe_arrows: true },
        mangle,
      });
      chunk.code = code;
    }
  },
});
