/** Builds what the stories' pages load, once per run: capture, hands and an agent's draft as one script, the frameworks as another. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "vite";
import { leanRecorder } from "../../packages/widget/build/leanRecorder.ts";

const root = resolve(import.meta.dirname, "../..");

export const buildScripts = async (): Promise<string> => {
  const outDir = mkdtempSync(join(tmpdir(), "lotse-control-"));
  for (const name of ["hands", "apps"]) {
    await build({
      root,
      configFile: false,
      logLevel: "error",
      plugins: [leanRecorder()],
      define: {
        "process.env.NODE_ENV": '"production"',
        __VUE_OPTIONS_API__: "true",
        __VUE_PROD_DEVTOOLS__: "false",
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
      },
      build: {
        outDir,
        emptyOutDir: false,
        target: "es2022",
        lib: {
          entry: join(root, `e2e/control/browser/${name}.ts`),
          formats: ["iife"],
          name: `lotse_${name}`,
          fileName: () => `${name}.js`,
        },
      },
    });
  }
  return outDir;
};
