// `npm run bench`: every workload table in bench/, one after another. Each prints ratios against a peer or a limit of the same run.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { build } from "./build.mjs";
import { typescript } from "./lib/command.mjs";
import { root } from "./lib/root.mjs";
import { say } from "./lib/say.mjs";

/** `radar.ts` and `radar.page.ts` are both of radar. */
const nameOf = file => file.split(".", 1)[0];

/** Names after `npm run bench --` choose by file; what measures pages needs what browsers load. */
export const bench = async names => {
  const files = (await readdir(join(root, "bench"))).filter(file => file.endsWith(".ts")).sort();
  const chosen = files.filter(file => names.length === 0 || names.includes(nameOf(file)));
  if (chosen.length === 0) {
    say.error(`No bench of that name; there are: ${[...new Set(files.map(nameOf))].join(", ")}`);
    return 2;
  }
  if (chosen.some(file => file.endsWith(".page.ts"))) await build();
  let failed = 0;
  for (const file of chosen) {
    say.title(file);
    const { code } = await typescript(`bench/${file}`);
    if (code !== 0) failed += 1;
  }
  return failed === 0 ? 0 : 1;
};
