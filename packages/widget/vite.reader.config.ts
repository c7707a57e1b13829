/**
 * The modules of pages nobody chats on: `--mode reader`, `--mode observers` with the observers around it, `--mode aside`. Each is whole
 * by itself: what it shared with the core would lie in the core, and every page with a form would load a chat.
 */
import { defineConfig } from "vite";
import { leanErrors } from "./build/leanErrors.ts";
import { manifest, moduleBuild } from "./build/moduleBuild.ts";
import { secondLook } from "./build/secondLook.ts";

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [manifest, leanErrors({ codes: false }), secondLook()],
  build: moduleBuild({
    input: { [mode]: `src/${mode}/index.ts` },
    // The core's modules are in there.
    emptyOutDir: false,
  }),
}));
