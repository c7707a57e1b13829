/** The widget's ES modules: core with chat, dialogs, recorder, aside, and what they share, under hashed names for ever-lasting caches. */
import { writeFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { leanErrors } from "./build/leanErrors.ts";
import { leanRecorder } from "./build/leanRecorder.ts";
import { leanSocket } from "./build/leanSocket.ts";
import { plainImports } from "./build/plainImports.ts";
import { secondLook } from "./build/secondLook.ts";

/** Tells the hub which files are the entries, core and aside: `dist/widget.json`. */
const manifest: Plugin = {
  name: "lotse-manifest",
  writeBundle(_options, bundle) {
    const entries = Object.values(bundle).flatMap(chunk =>
      chunk.type === "chunk" && chunk.isEntry ? [[chunk.name, chunk.fileName]] : [],
    );
    writeFileSync(
      new URL("dist/widget.json", import.meta.url),
      `${JSON.stringify(Object.fromEntries(entries))}\n`,
    );
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [manifest, plainImports, leanSocket(), leanErrors({ codes: true }), leanRecorder(), secondLook()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist/modules",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { core: "src/core/index.ts", aside: "src/aside/index.ts", reader: "src/reader/index.ts" },
      preserveEntrySignatures: "allow-extension",
      output: {
        format: "es",
        // Nothing of ours, or of what we build on, speaks on the page's console.
        minify: { compress: { dropConsole: true }, mangle: true, codegen: { removeWhitespace: true } },
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        // What core and the others share lies in core: one request less, and it packs better.
        codeSplitting: {
          groups: [
            {
              name: "core",
              test: /packages\/client|protocol\/src\/(index|errors|events|version)|socket\.io|engine\.io|preact|src\/(core|shared(?!\/channel)|chat(?!\/(words\.(de|en)|dialogs\/|outlook\/)))/,
            },
          ],
        },
      },
    },
  },
});
