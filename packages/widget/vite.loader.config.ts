/** The loader: one classic script. `__LOTSE_SITE__` stays as it is; the hub puts the site's settings there. */
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "dist",
    // The modules are in there.
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: "src/loader/main.ts",
      output: { format: "iife", entryFileNames: "loader.js" },
    },
  },
});
