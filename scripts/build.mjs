// Builds what browsers load, each part only when its sources changed.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { commandOrThrow } from "./lib/command.mjs";
import { fingerprint, readStamp } from "./lib/fingerprint.mjs";
import { root } from "./lib/root.mjs";
import { step } from "./lib/say.mjs";

const everywhere = ["pnpm-lock.yaml", "tsconfig.base.json", "packages/protocol"];

const parts = [
  {
    name: "Widget",
    folder: "packages/widget",
    uses: ["packages/client", "packages/radar", "packages/cobrowse"],
  },
  { name: "Console", folder: "apps/console", uses: ["packages/client", "packages/cobrowse"] },
  { name: "Demo shop", folder: "apps/shop", uses: [] },
];

const buildPart = async ({ name, folder, uses }) => {
  const stampFile = join(root, folder, "dist", ".stamp");
  const stamp = await fingerprint([...everywhere, ...uses, folder]);
  if ((await readStamp(stampFile)) === stamp) return;
  await step(`${name} built`, async () => {
    await commandOrThrow("npm", ["run", "--silent", "build"], { cwd: join(root, folder) });
    await writeFile(stampFile, stamp);
  });
};

export const build = async () => {
  await Promise.all(parts.map(buildPart));
  return 0;
};
