// `npm run bench`: every workload table in bench/, one after another. Each prints ratios against a peer or a limit of the same run.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { typescript } from "./lib/command.mjs";
import { root } from "./lib/root.mjs";
import { say } from "./lib/say.mjs";

/** Names after `npm run bench --` choose by file. */
export const bench = async names => {
  const files = (await readdir(join(root, "bench"))).filter(file => file.endsWith(".ts")).sort();
  const chosen = files.filter(file => names.length === 0 || names.includes(file.replace(/\.ts$/, "")));
  if (chosen.length === 0) {
    say.error(`No bench of that name; there are: ${files.map(file => file.replace(/\.ts$/, "")).join(", ")}`);
    return 2;
  }
  let failed = 0;
  for (const file of chosen) {
    say.title(file);
    const { code } = await typescript(`bench/${file}`);
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
};
