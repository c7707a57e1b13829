/** Vite wraps every `import()` to preload style sheets; there are none here, and the wrapper is not free. */
import type { Plugin } from "vite";

export const plainImports: Plugin = {
  name: "lotse-plain-imports",
  enforce: "pre",
  load: id => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = load => load();" : null),
};
