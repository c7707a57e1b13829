/** Pictures of safety and electronics. */
import { box, color, dot, ground, line, shape, stage } from "./draw.ts";

const on = (shadow: number, thing: string): string => stage({ ground: ground.safety, shadow }, thing);

const parkingCamera = on(
  112,
  box({ x: 84, y: 62, w: 232, h: 150, r: 18 }, color.ink) +
    box({ x: 98, y: 76, w: 204, h: 122, r: 8 }, color.sky) +
    shape("M98 150 H302 V190 a8 8 0 0 1 -8 8 H106 a8 8 0 0 1 -8 -8 Z", color.steel) +
    shape("M150 96 C154 88 246 88 250 96 L264 126 H136 Z", color.petrol) +
    box({ x: 130, y: 122, w: 140, h: 30, r: 10 }, color.teal) +
    dot(150, 136, 7, color.sand) +
    dot(250, 136, 7, color.sand) +
    box({ x: 178, y: 132, w: 44, h: 10, r: 2 }, color.white) +
    line("M150 160 L136 198 M250 160 L264 198", color.white, 4) +
    line("M154 160 H246", color.coral, 5) +
    line("M147 174 H253", color.apricot, 5) +
    line("M141 188 H259", color.mint, 5) +
    shape("M180 212 H220 L232 246 H168 Z", color.slate) +
    dot(290, 206, 2.5, color.mint) +
    shape(
      "M294 226 h44 a10 10 0 0 1 10 10 v10 a6 6 0 0 1 -6 6 h-52 a6 6 0 0 1 -6 -6 v-10 a10 10 0 0 1 10 -10 z",
      color.slate,
    ) +
    dot(316, 238, 9, color.ink) +
    dot(316, 238, 4, color.sea),
);

const dashCam = on(
  80,
  shape("M150 40 H250 L236 74 H164 Z", color.steel) +
    box({ x: 188, y: 70, w: 24, h: 34, r: 6 }, color.slate) +
    box({ x: 104, y: 98, w: 192, h: 112, r: 26 }, color.ink) +
    `<circle cx="200" cy="154" r="44" fill="${color.slate}"/><circle cx="200" cy="154" r="32" fill="${color.petrol}"/>` +
    dot(200, 154, 18, color.ink) +
    dot(190, 144, 7, color.mint) +
    dot(272, 122, 6, color.coral) +
    line("M124 128 V180 M136 138 V170", color.slate, 5) +
    line("M78 124 C66 142 66 166 78 184 M322 124 C334 142 334 166 322 184", color.apricot, 7) +
    line("M262 196 h16", color.steel, 4),
);

const breakdownKit = on(
  128,
  `<path d="M170 58 L258 206 H82 Z" fill="${color.white}" stroke="${color.coral}" stroke-width="20"/>` +
    line("M76 226 H264", color.ink, 9) +
    shape(
      "M236 120 C250 112 258 112 266 120 L278 136 L290 120 C298 112 306 112 320 120 L326 248 H230 Z",
      color.apricot,
    ) +
    shape("M231 182 H325 V198 H230 Z M231 212 H325 V228 H230 Z", color.white) +
    line("M278 138 V248", color.coral, 3) +
    box({ x: 84, y: 196, w: 104, h: 56, r: 10 }, color.petrol) +
    shape("M128 208 h16 v10 h10 v14 h-10 v10 h-16 v-10 h-10 v-14 h10 z", color.white) +
    line("M118 196 C118 180 154 180 154 196", color.ink, 7),
);

const pressureGauge = on(
  96,
  `<circle cx="168" cy="140" r="86" fill="${color.ink}"/><circle cx="168" cy="140" r="72" fill="${color.white}"/>` +
    `<path d="M118 176 A62 62 0 1 1 218 176" fill="none" stroke="${color.mint}" stroke-width="11"/>` +
    `<path d="M200 88 A62 62 0 0 1 218 176" fill="none" stroke="${color.coral}" stroke-width="11"/>` +
    line("M168 140 L194 102", color.ink, 7) +
    dot(168, 140, 10, color.apricot) +
    box({ x: 140, y: 172, w: 56, h: 24, r: 5 }, color.petrol) +
    `<path d="M150 178 h8 v6 h-8 v6 h8 M166 190 v0 M174 178 h8 v12 h-8 z" fill="none" stroke="${color.white}" stroke-width="2.5"/>` +
    line("M244 176 C300 190 296 238 330 228", color.slate, 14) +
    box({ x: 322, y: 206, w: 34, h: 30, r: 7 }, color.apricot) +
    box({ x: 130, y: 214, w: 76, h: 36, r: 12 }, color.slate),
);

const jumpStarter = on(
  120,
  box({ x: 96, y: 108, w: 172, h: 142, r: 20 }, color.petrol) +
    box({ x: 110, y: 122, w: 144, h: 62, r: 10 }, color.ink) +
    shape("M190 130 L164 160 H182 L174 178 L204 148 H186 Z", color.apricot) +
    [0, 1, 2, 3]
      .map(index =>
        box({ x: 116 + index * 22, y: 206, w: 16, h: 22, r: 4 }, index < 3 ? color.mint : color.teal),
      )
      .join("") +
    dot(236, 217, 12, color.sand) +
    line("M250 130 C300 110 270 70 312 74", color.coral, 9) +
    line("M250 158 C318 160 290 196 330 178", color.ink, 9) +
    shape("M304 58 L352 62 L346 76 L308 78 Z M306 80 L344 78 L338 92 L310 90 Z", color.coral) +
    shape("M322 162 L368 158 L364 174 L324 178 Z M324 180 L362 176 L356 192 L328 192 Z", color.ink) +
    line("M130 108 C130 84 186 84 186 108", color.slate, 9),
);

export const safetyPictures: Readonly<Record<string, string>> = {
  P: parkingCamera,
  "SE-302": dashCam,
  "SE-303": breakdownKit,
  "SE-304": pressureGauge,
  "SE-305": jumpStarter,
};
