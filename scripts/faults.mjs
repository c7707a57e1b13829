// `npm run faults -- --kills 100 --engine pglite`: breaks a real hub under load; see docs/testing.md.
import { typescript } from "./lib/command.mjs";

export const faults = async options => (await typescript("e2e/faults/run.ts", options)).code;
