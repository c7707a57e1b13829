export type * from "./Storage.ts";
