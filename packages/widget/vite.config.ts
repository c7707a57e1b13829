/** The widget's ES modules: core with chat, dialogs, recorder, and what they share, under hashed names for ever-lasting caches. */
import { writeFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";
import { leanErrors } from "./build/leanErrors.ts";
import { leanRecorder } from "./build/leanRecorder.ts";
import { leanSocket } from "./build/leanSocket.ts";
import { secondLook } from "./build/secondLook.ts";

/** Tells the hub which file is the core: `dist/widget.json`. */
const manifest: Plugin = {
  name: "lotse-manifest",
  writeBundle(_options, bundle) {
    const core = Object.values(bundle).find(chunk => chunk.type === "chunk" && chunk.isEntry);
    writeFileSync(
      new URL("dist/widget.json", import.meta.url),
      `${JSON.stringify({ core: core?.fileName })}\n`,
    );
  },
};

/** Vite wraps every `import()` to preload style sheets; there are none here, and the wrapper is not free. */
const plainImports: Plugin = {
  name: "lotse-plain-imports",
  enforce: "pre",
  load: id => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = load => load();" : null),
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [manifest, plainImports, leanSocket(), leanErrors(), leanRecorder(), secondLook()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist/modules",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { core: "src/core/index.ts" },
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
              test: /packages\/client|protocol\/src\/(index|errors|events|version)|socket\.io|engine\.io|preact|src\/(core|shared|chat(?!\/(words\.(de|en)|dialogs\/)))/,
            },
          ],
        },
      },
    },
  },
});
