/** Fakes of the outside world, for tests only. */
export { FakeClock } from "./FakeClock.ts";
export { sequentialIds } from "./sequentialIds.ts";
