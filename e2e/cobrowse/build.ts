/** Builds what the tests' pages load, once per run: the capture side as two scripts (as pages load it), the mirror as the console will. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { leanDeflate } from "../../packages/widget/build/leanDeflate.ts";
import { leanRecorder } from "../../packages/widget/build/leanRecorder.ts";

const root = resolve(import.meta.dirname, "../..");

/** The mirror document, as the console's build makes it. */
export const buildMirror = (outDir: string) =>
  build({
    root: join(root, "apps/console"),
    configFile: false,
    logLevel: "error",
    base: "/mirror/",
    build: {
      outDir: join(outDir, "mirror"),
      target: "es2022",
      modulePreload: { polyfill: false },
      rolldownOptions: { input: join(root, "apps/console/mirror.html") },
    },
  });

export const buildPages = async (): Promise<string> => {
  const outDir = mkdtempSync(join(tmpdir(), "lotse-cobrowse-"));
  for (const name of ["capture", "extras"]) {
    await build({
      root,
      configFile: false,
      logLevel: "error",
      plugins: [leanRecorder(), leanDeflate()],
      build: {
        outDir: join(outDir, "capture"),
        emptyOutDir: false,
        target: "es2022",
        lib: {
          entry: join(root, `e2e/cobrowse/browser/${name}.ts`),
          formats: ["iife"],
          name: `lotse_${name}`,
          fileName: () => `${name}.js`,
        },
      },
    });
  }
  await buildMirror(outDir);
  return outDir;
};
