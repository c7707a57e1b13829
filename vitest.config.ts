import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The runs that take minutes begin first: begun last, one of them runs alone at the end while the other core idles. */
const takesMinutes = ({ moduleId }: TestSpecification): boolean =>
  /\/e2e\/faults\/(kill|network)/.test(moduleId);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(takesMinutes), ...sorted.filter(file => !takesMinutes(file))];
  }
}

// Unit, contract and fault tests: everything that needs no browser. Stories in a real browser live in e2e/.
export default defineConfig({
  test: {
    include: [
      "packages/**/*.test.ts",
      "packages/**/*.test.tsx",
      "apps/**/*.test.ts",
      "apps/**/*.test.tsx",
      "e2e/faults/**/*.test.ts",
    ],
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
