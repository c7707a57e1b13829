/** The common hand of all pictures: one palette, one stage, a few shapes. SVG text out, nothing else. */
export const color = {
  ink: "#16302d",
  petrol: "#1c6b61",
  teal: "#3f9a8c",
  mint: "#a9d8cb",
  sand: "#f4e6cf",
  apricot: "#f2a65a",
  coral: "#dd6b4d",
  sky: "#bcd9e8",
  sea: "#4f8fb0",
  white: "#ffffff",
  steel: "#8fa5a3",
  slate: "#3d5653",
} as const;

/** Grounds by category, so that a shelf looks like one shelf. */
export const ground = { childSeats: "#e3f0ea", roofTransport: "#e2edf3", safety: "#f7ecdc" } as const;

export function svg(size: { readonly width: number; readonly height: number }, content: string): string {
  const { width, height } = size;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" stroke-linecap="round" stroke-linejoin="round">${content}</svg>`;
}

interface Stage {
  readonly ground: string;
  /** Width of the shadow under the thing; 0 for none. */
  readonly shadow: number;
}

/** A product picture: coloured ground, a lighter disc, a shadow, the thing. */
export function stage({ ground: fill, shadow }: Stage, thing: string): string {
  const disc = `<circle cx="200" cy="148" r="118" fill="${color.white}" fill-opacity=".62"/>`;
  const under = shadow
    ? `<ellipse cx="200" cy="252" rx="${shadow}" ry="9" fill="${color.ink}" fill-opacity=".13"/>`
    : "";
  return svg(
    { width: 400, height: 300 },
    `<rect width="400" height="300" fill="${fill}"/>${disc}${under}${thing}`,
  );
}

export const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;

export const shape = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly r?: number;
}

export const box = ({ x, y, w, h, r = 0 }: Box, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}"/>`;

export const dot = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;

/** Bars on a roof with a strip of car under them: what everything for the roof stands on. */
export const roof: string =
  shape("M40 300 C70 246 118 226 170 224 H240 C296 226 336 250 362 300 Z", color.teal) +
  shape(
    "M92 300 C108 262 140 248 176 246 H196 V300 Z M208 300 V246 H236 C270 248 300 266 318 300 Z",
    color.sky,
  ) +
  box({ x: 112, y: 207, w: 180, h: 9, r: 4.5 }, color.slate) +
  box({ x: 134, y: 214, w: 12, h: 16, r: 3 }, color.ink) +
  box({ x: 256, y: 214, w: 12, h: 16, r: 3 }, color.ink);
