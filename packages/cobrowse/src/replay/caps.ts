/** How much of anything one event may hold, over what honest pages have. */
export const ATTRIBUTES_MAX = 500;
export const VALUE_CHARS_MAX = 8 * 1024 * 1024;
export const CHANGES_MAX = 250_000;
export const NODES_MAX = 250_000;
export const DEPTH_MAX = 600;
