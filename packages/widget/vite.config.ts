/** The modules of whoever is in contact: core with chat, dialogs, recorder, and what they share. */
import { defineConfig } from "vite";
import { leanDeflate } from "./build/leanDeflate.ts";
import { leanErrors } from "./build/leanErrors.ts";
import { leanRecorder } from "./build/leanRecorder.ts";
import { leanSocket } from "./build/leanSocket.ts";
import { manifest, moduleBuild } from "./build/moduleBuild.ts";
import { plainImports } from "./build/plainImports.ts";
import { secondLook } from "./build/secondLook.ts";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    manifest,
    plainImports,
    leanSocket(),
    leanErrors({ codes: true }),
    leanRecorder(),
    leanDeflate(),
    secondLook(),
  ],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: moduleBuild({
    input: { core: "src/core/index.ts" },
    // What core and the others share lies in core: one request less, and it packs better.
    core: /packages\/client|protocol\/src\/(index|errors|events|version)|socket\.io|engine\.io|preact|src\/(core|shared|chat(?!\/(words\.(de|en)|dialogs\/|offers\/|outlook\/)))/,
    emptyOutDir: true,
  }),
});
