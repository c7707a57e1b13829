/** The loader: one classic script. `__LOTSE_SITE__` stays as it is; the hub puts the site's settings there. */
import { defineConfig, type Plugin } from "vite";
import { leanErrors } from "./build/leanErrors.ts";
import { plainImports } from "./build/plainImports.ts";
import { secondLook } from "./build/secondLook.ts";

/** The hub replaces one token. None, or two, would be a loader without settings. */
const oneToken: Plugin = {
  name: "lotse-one-token",
  generateBundle(_options, bundle) {
    const [chunk] = Object.values(bundle);
    const found = chunk?.type === "chunk" ? chunk.code.split("__LOTSE_SITE__").length - 1 : 0;
    if (found !== 1) this.error(`the loader names its settings ${found} times`);
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [plainImports, leanErrors({ codes: false }), secondLook(), oneToken],
  build: {
    outDir: "dist",
    // The modules are in there.
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: {
      input: "src/loader/main.ts",
      output: { format: "iife", entryFileNames: "loader.js" },
    },
  },
});
