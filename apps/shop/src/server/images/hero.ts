/** The picture on the home page: a car on the coast road, the lighthouse, wind over the sea. And the site's sign. */
import { box, color, dot, line, shape, svg } from "./draw.ts";

const sky =
  `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#b9dbe6"/><stop offset="1" stop-color="#f6e9d3"/></linearGradient>` +
  `<linearGradient id="sea" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#6fb0bd"/><stop offset="1" stop-color="#2f7f86"/></linearGradient>` +
  `<clipPath id="frame"><rect width="640" height="480" rx="28"/></clipPath></defs>` +
  box({ x: 0, y: 0, w: 640, h: 480 }, "url(#sky)") +
  dot(496, 118, 46, "#fbe0ae") +
  line("M70 96 H250 a24 24 0 1 0 -22 -34 M120 132 H352 a20 20 0 1 1 -18 30 M36 164 H196", color.white, 8);

const water =
  box({ x: 0, y: 232, w: 640, h: 110 }, "url(#sea)") +
  line("M30 262 H110 M180 252 H240 M330 268 H420 M90 290 H160 M250 300 H330", "#d8eef0", 3) +
  shape("M374 250 h52 l-8 12 h-36 z", color.coral) +
  shape("M398 246 V200 C416 214 420 232 420 246 Z", color.white);

const lighthouse =
  shape("M420 340 C450 284 520 262 640 262 V340 Z", "#5f8f6c") +
  shape("M520 276 L528 132 H568 L576 276 Z", color.white) +
  shape("M525 186 L526 160 H570 L571 186 Z M522 240 L523 212 H573 L574 240 Z", color.coral) +
  box({ x: 520, y: 122, w: 56, h: 12, r: 4 }, color.ink) +
  box({ x: 532, y: 94, w: 32, h: 30, r: 3 }, "#fbe0ae") +
  shape("M526 96 L548 72 L570 96 Z", color.coral) +
  shape("M532 108 L400 84 V130 Z", "#fff6dd66");

const road =
  shape("M0 322 C160 296 420 316 640 306 V480 H0 Z", "#79a878") +
  shape("M0 352 C180 330 430 350 640 338 V480 H0 Z", "#8fb98a") +
  shape("M0 384 C200 364 440 380 640 372 V446 C440 450 200 440 0 456 Z", "#4d5f5d") +
  line("M20 420 H80 M130 416 H200 M440 412 H510 M560 410 H622", "#f1ead9", 5) +
  line(
    "M44 372 V350 M36 356 L44 348 L52 358 M92 366 V342 M84 350 L92 340 L101 351 M604 364 V342 M596 350 L604 340 L612 351",
    "#4f7d57",
    4,
  );

const wheel = (x: number): string =>
  dot(x, 408, 33, color.ink) + dot(x, 408, 18, color.steel) + dot(x, 408, 6, color.ink);

const car =
  `<ellipse cx="304" cy="440" rx="176" ry="9" fill="#1c2b2a" fill-opacity=".25"/>` +
  shape(
    "M136 396 C132 358 150 344 196 336 L236 292 C246 280 258 276 276 276 H354 C374 276 386 282 398 296 L428 334 C468 340 482 356 482 396 C482 406 476 410 466 410 H152 C142 410 137 406 136 396 Z",
    color.petrol,
  ) +
  shape(
    "M218 336 L250 300 C256 293 262 291 272 291 H304 V336 Z M318 336 V291 H350 C366 291 374 295 382 304 L406 336 Z",
    color.sky,
  ) +
  line("M236 326 L262 300 M336 326 L352 300", color.white, 4) +
  line("M311 342 V400 M330 354 H348", "#124e47", 4) +
  shape("M470 352 C482 358 484 368 483 378 H462 C456 366 460 356 470 352 Z", "#fbe0ae") +
  shape("M137 372 C138 362 143 356 150 352 L156 372 Z", color.coral) +
  line("M140 396 H480", "#124e47", 5) +
  wheel(214) +
  wheel(402) +
  box({ x: 268, y: 252, w: 92, h: 16, r: 8 }, color.apricot) +
  line("M284 276 V268 M344 276 V268", color.ink, 5);

export const hero = svg(
  { width: 640, height: 480 },
  `<g clip-path="url(#frame)">${sky}${water}${lighthouse}${road}${car}</g>`,
);

export const favicon = svg(
  { width: 40, height: 40 },
  box({ x: 0, y: 0, w: 40, h: 40, r: 11 }, color.petrol) +
    line("M8 16h15.5a4 4 0 1 0-3.7-5.5M8 22h20.5a4 4 0 1 1-3.7 5.5M8 28h9.5", color.white, 3),
);
