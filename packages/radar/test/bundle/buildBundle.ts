/** The evaluator as a page gets it: through the loader's own build, with nothing else in it. */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { RuleCase } from "../cases.ts";

const at = (place: string): string => fileURLToPath(new URL(place, import.meta.url));

export const buildBundle = async (): Promise<string> => {
  const built = await build({
    configFile: at("../../../widget/vite.loader.config.ts"),
    logLevel: "error",
    build: { write: false, rolldownOptions: { input: at("./entry.ts") } },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap(one =>
    "output" in one ? one.output : [],
  );
  const [chunk] = outputs;
  if (outputs.length !== 1 || chunk?.type !== "chunk")
    throw new Error("the loader's build made no single script");
  return chunk.code;
};

/** What `lotseJudge` is called with. */
export const argumentsOf = ({ when, facts, nowMs }: RuleCase) => {
  const entries = Object.entries(facts).map(([key, value]) => [
    key,
    typeof value === "object" ? [value.accumulatedMs, value.sinceMs] : value,
  ]);
  return [when, entries, nowMs] as const;
};
