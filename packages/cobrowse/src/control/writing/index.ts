/** What the hands load when an agent first opens a field. */
export { Writing, type WritingParts } from "./Writing.ts";
