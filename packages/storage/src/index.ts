export type * from "./contacts.ts";
export type * from "./Engine.ts";
export type * from "./members.ts";
export type * from "./Storage.ts";
