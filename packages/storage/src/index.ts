export type * from "./contacts.ts";
export type * from "./Storage.ts";
