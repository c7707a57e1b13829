/** What a page's asset may be, and how large. Everything else is not handed on, whatever it calls itself. Pure. */

export const SHEET = "text/css";
const SHEET_BYTES_MAX = 1_000_000;
/** With its addresses leading to the hub. A sheet of nothing but addresses grows to some four times its size. */
export const SHEET_SHOWN_CHARACTERS_MAX = 4 * SHEET_BYTES_MAX;
const ASSET_BYTES_MAX = 5_000_000;

const IMAGES = new Set(
  "png apng jpeg jpg pjpeg gif webp avif bmp x-icon vnd.microsoft.icon svg+xml"
    .split(" ")
    .map(type => `image/${type}`),
);
const FONTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    "woff2 woff ttf otf sfnt collection".split(" ").map(type => [`font/${type}`, `font/${type}`]),
  ),
  "application/font-woff2": "font/woff2",
  "application/font-woff": "font/woff",
  "application/x-font-woff": "font/woff",
  "application/x-font-ttf": "font/ttf",
  "application/x-font-truetype": "font/ttf",
  "application/x-font-opentype": "font/otf",
  "application/font-sfnt": "font/sfnt",
};
/** What servers say of fonts that they do not know: believed if it begins like one. */
const UNKNOWN = "application/octet-stream";
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ["774f4632", "font/woff2"],
  ["774f4646", "font/woff"],
  ["00010000", "font/ttf"],
  ["4f54544f", "font/otf"],
];

export const ACCEPT = "text/css,image/*,font/*,*/*;q=0.1";

export const bytesMaxOf = (type: string): number | null => {
  if (type === SHEET) return SHEET_BYTES_MAX;
  return IMAGES.has(type) || type in FONTS || type === UNKNOWN ? ASSET_BYTES_MAX : null;
};

/** As it is handed on; null: not at all. */
export const typeShown = (type: string, bytes: Buffer): string | null => {
  if (type === SHEET) return `${SHEET}; charset=utf-8`;
  if (IMAGES.has(type)) return type;
  if (type !== UNKNOWN) return FONTS[type] ?? null;
  const beginning = bytes.subarray(0, 4).toString("hex");
  return BEGINNINGS.find(([bits]) => bits === beginning)?.[1] ?? null;
};
