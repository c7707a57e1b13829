/**
 * Two pages: the console (`index.html`) and the mirror document (`mirror.html`). The hub serves `dist/` under
 * `/console/` and `mirror.html` at `/mirror` too; the base makes both find `/console/assets/`.
 */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pages = ["index.html", "mirror.html"].map(here);

export default defineConfig({
  root: here("."),
  base: "/console/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    target: "es2022",
    // `light-dark()` and nesting as written: agents' browsers know them.
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    // Nothing inline: the Content-Security-Policy allows files of our own only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages },
  },
});
