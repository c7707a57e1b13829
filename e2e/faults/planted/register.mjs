// Loaded before the hub by `node --import`: from here on one of its modules is another one. The product has no hook.
import { register } from "node:module";

register("./hooks.mjs", import.meta.url);
