// `npm run backup [-- FILE]` and `npm run restore -- FILE`: see docs/operating.md.
import { join } from "node:path";
import { typescript } from "./lib/command.mjs";
import { root } from "./lib/root.mjs";

export const backup = async options =>
  (await typescript(join(root, "apps/hub/src/backupMain.ts"), options)).code;
export const restore = async options =>
  (await typescript(join(root, "apps/hub/src/restoreMain.ts"), options)).code;
