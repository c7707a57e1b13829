/** The loader: one classic script. `__LOTSE_SITE__` stays as it is; the hub puts the site's settings there. */
import { defineConfig } from "vite";
import { leanErrors } from "./build/leanErrors.ts";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [leanErrors()],
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
