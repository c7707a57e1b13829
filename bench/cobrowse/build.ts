/** What the pages of this bench load: each side as one script, and the mirror as the console builds it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { buildMirror } from "../../e2e/cobrowse/build.ts";
import { leanDeflate } from "../../packages/widget/build/leanDeflate.ts";
import { leanRecorder } from "../../packages/widget/build/leanRecorder.ts";

const root = resolve(import.meta.dirname, "../..");

const script = (outDir: string, name: string, plugins: readonly ReturnType<typeof leanRecorder>[]) =>
  build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [...plugins],
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2022",
      lib: {
        entry: join(root, `bench/cobrowse/browser/${name}.ts`),
        formats: ["iife"],
        name: "bench",
        fileName: () => `${name}.js`,
      },
    },
  });

/** The folder they are in; the caller removes it. */
export const buildPages = async (): Promise<string> => {
  const outDir = mkdtempSync(join(tmpdir(), "lotse-bench-"));
  // The peer is the recorder as it is published, so the lean one must not be in the same script.
  await script(outDir, "ours", [leanRecorder(), leanDeflate()]);
  await script(outDir, "stock", []);
  await script(outDir, "agent", []);
  await buildMirror(outDir);
  return outDir;
};
