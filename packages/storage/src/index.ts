export type * from "./Members.ts";
export type * from "./Storage.ts";
