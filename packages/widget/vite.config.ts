/** The widget's ES modules: core, chat, recorder and what they share, under hashed names for ever-lasting caches. */
import { writeFileSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

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

export default defineConfig({
  root: import.meta.dirname,
  plugins: [manifest],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist/modules",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { core: "src/core/index.ts" },
      preserveEntrySignatures: "strict",
      output: {
        format: "es",
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
      },
    },
  },
});
