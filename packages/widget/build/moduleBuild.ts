/** What all builds of the widget's ES modules have in common: hashed names for ever-lasting caches, and a list of the entries for the hub. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { BuildOptions, Plugin } from "vite";

const LIST = new URL("../dist/widget.json", import.meta.url);

/** Tells the hub which files are the entries: `dist/widget.json`, to which each build adds its own. */
export const manifest: Plugin = {
  name: "lotse-manifest",
  writeBundle(_options, bundle) {
    const before = existsSync(LIST) ? (JSON.parse(readFileSync(LIST, "utf8")) as object) : {};
    const entries = Object.values(bundle).flatMap(chunk =>
      chunk.type === "chunk" && chunk.isEntry ? [[chunk.name, chunk.fileName]] : [],
    );
    writeFileSync(LIST, `${JSON.stringify({ ...before, ...Object.fromEntries(entries) })}\n`);
  },
};

export const moduleBuild = ({
  input,
  core,
  emptyOutDir,
}: {
  readonly input: Readonly<Record<string, string>>;
  /** What lies in a chunk of its own, called core. */
  readonly core?: RegExp;
  /** For the first of the builds. */
  readonly emptyOutDir: boolean;
}): BuildOptions => ({
  outDir: "dist/modules",
  emptyOutDir,
  target: "es2022",
  modulePreload: false,
  assetsInlineLimit: 0,
  rolldownOptions: {
    input: { ...input },
    preserveEntrySignatures: "allow-extension",
    output: {
      format: "es",
      // Nothing of ours, or of what we build on, speaks on the page's console.
      minify: { compress: { dropConsole: true }, mangle: true, codegen: { removeWhitespace: true } },
      entryFileNames: "[name]-[hash:6].js",
      chunkFileNames: "[name]-[hash:6].js",
      ...(core ? { codeSplitting: { groups: [{ name: "core", test: core }] } } : {}),
    },
  },
});
