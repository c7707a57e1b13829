/** Builds the widget's modules with the egress gate taken out, into a folder of the test's own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mergeConfig, type Plugin, build as viteBuild } from "vite";
import widgetConfig from "../../packages/widget/vite.config.ts";

const identity = join(import.meta.dirname, "identityEgress.ts");

const withoutGate = (): Plugin => {
  let replaced = false;
  return {
    name: "without-egress-gate",
    enforce: "pre",
    resolveId(source, importer) {
      if (!source.endsWith("/egress.ts") || importer?.endsWith("startCapture.ts") !== true) return null;
      replaced = true;
      return identity;
    },
    buildEnd() {
      if (!replaced)
        throw new Error("The egress gate was not found where it was expected; the canary proves nothing");
    },
  };
};

/** Answers the file that is the core. */
export const buildUnfiltered = async (outDir: string): Promise<string> => {
  await viteBuild(
    mergeConfig(widgetConfig, {
      configFile: false,
      logLevel: "error",
      plugins: [withoutGate()],
      build: { outDir, emptyOutDir: true },
    }),
  );
  return outDir;
};

export const readModule = (outDir: string, name: string): string => readFileSync(join(outDir, name), "utf8");
