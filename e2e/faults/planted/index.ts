/** What `node --import` is given to plant the fault. */
export const PLANTED = new URL("./register.mjs", import.meta.url).href;
