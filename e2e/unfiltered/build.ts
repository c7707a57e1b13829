/** Builds the widget's modules with the egress gate taken out, into a folder of the test's own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
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

const pluginsBut = (name: string) =>
  (widgetConfig.plugins ?? []).filter(plugin => !(plugin && "name" in plugin && plugin.name === name));

export interface UnfilteredBuild {
  /** File name of the entry. */
  readonly core: string;
  has(name: string): boolean;
  read(name: string): string;
}

export const buildUnfiltered = async (outDir: string): Promise<UnfilteredBuild> => {
  await viteBuild(
    // Without the manifest: the hub goes on serving the real build.
    mergeConfig(
      { ...widgetConfig, plugins: pluginsBut("lotse-manifest") },
      {
        configFile: false,
        logLevel: "error",
        plugins: [withoutGate()],
        build: { outDir, emptyOutDir: true },
      },
    ),
  );
  const core = readdirSync(outDir).find(name => name.startsWith("core-"));
  if (core === undefined) throw new Error("The unguarded build has no core");
  return {
    core,
    has: name => existsSync(join(outDir, name)),
    read: name => readFileSync(join(outDir, name), "utf8"),
  };
};
