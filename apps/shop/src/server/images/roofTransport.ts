/** Pictures of everything that goes on the roof. */
import { box, color, dot, ground, line, roof, shape, stage } from "./draw.ts";

const on = (thing: string): string => stage({ ground: ground.roofTransport, shadow: 0 }, roof + thing);

const roofBox = on(
  shape(
    "M66 178 C70 140 130 128 220 128 C300 128 348 150 352 180 C352 190 344 194 334 194 H84 C70 194 65 188 66 178 Z",
    color.slate,
  ) +
    shape("M66 176 C70 140 130 128 220 128 C300 128 348 150 352 176 Z", color.ink) +
    line("M92 166 C120 146 180 142 230 142", color.steel, 5) +
    box({ x: 196, y: 178, w: 30, h: 10, r: 4 }, color.apricot) +
    box({ x: 134, y: 192, w: 16, h: 16, r: 3 }, color.steel) +
    box({ x: 252, y: 192, w: 16, h: 16, r: 3 }, color.steel),
);

const bars = stage(
  { ground: ground.roofTransport, shadow: 120 },
  [96, 164]
    .map(
      (y, index) =>
        shape(
          `M${74 + index * 10} ${y} C${120 + index * 10} ${y - 14} ${270 + index * 10} ${y - 14} ${316 + index * 10} ${y} L${312 + index * 10} ${y + 14} C${270 + index * 10} ${y + 6} ${124 + index * 10} ${y + 6} ${78 + index * 10} ${y + 14} Z`,
          color.slate,
        ) +
        line(
          `M${100 + index * 10} ${y} C${140 + index * 10} ${y - 8} ${250 + index * 10} ${y - 8} ${290 + index * 10} ${y}`,
          color.steel,
          3,
        ) +
        shape(
          `M${70 + index * 10} ${y + 8} h34 l6 44 c1 8 -4 12 -12 12 h-20 c-8 0 -12 -5 -11 -12 z`,
          color.petrol,
        ) +
        shape(
          `M${286 + index * 10} ${y + 8} h34 l3 44 c1 7 -3 12 -11 12 h-20 c-8 0 -13 -4 -12 -12 z`,
          color.petrol,
        ) +
        dot(88 + index * 10, y + 38, 6, color.apricot) +
        dot(302 + index * 10, y + 38, 6, color.apricot),
    )
    .join(""),
);

const wheel = (x: number): string =>
  `<circle cx="${x}" cy="158" r="40" fill="none" stroke="${color.ink}" stroke-width="8"/>` +
  `<circle cx="${x}" cy="158" r="29" fill="none" stroke="${color.steel}" stroke-width="2"/>` +
  line(
    `M${x} 130 V186 M${x - 28} 158 H${x + 28} M${x - 20} 138 L${x + 20} 178 M${x - 20} 178 L${x + 20} 138`,
    color.steel,
    1.5,
  ) +
  dot(x, 158, 6, color.ink);

const bikeCarrier = on(
  box({ x: 84, y: 198, w: 240, h: 10, r: 5 }, color.steel) +
    wheel(130) +
    wheel(274) +
    line(
      "M130 158 L170 92 L248 92 L196 160 L130 158 M196 160 L166 80 M248 92 L274 158 M248 92 L242 66",
      color.coral,
      8,
    ) +
    line("M150 78 H182", color.ink, 9) +
    line("M242 66 C256 58 268 64 266 78", color.ink, 7) +
    dot(196, 160, 12, color.ink) +
    line("M214 204 L224 128", color.slate, 9) +
    box({ x: 212, y: 112, w: 26, h: 20, r: 6 }, color.apricot),
);

const kayakCarrier = on(
  line("M152 208 L128 138 M252 208 L284 138", color.slate, 10) +
    shape("M52 142 C100 92 300 84 354 124 C312 176 118 190 52 142 Z", color.apricot) +
    shape("M52 142 C118 156 300 150 354 124 C312 176 118 190 52 142 Z", color.coral) +
    shape("M158 122 C170 108 240 104 256 116 C244 132 176 138 158 122 Z", color.ink) +
    line("M116 108 C104 132 106 154 122 172 M306 100 C316 124 314 144 302 158", color.ink, 6) +
    line("M84 90 L326 58", color.petrol, 6) +
    shape(
      "M66 84 C80 78 96 82 98 90 C98 98 84 104 70 100 Z M312 52 C326 44 342 48 344 56 C344 66 330 70 316 66 Z",
      color.petrol,
    ),
);

const skiCarrier = on(
  [0, 1, 2, 3]
    .map(index => {
      const y = 182 - index * 19;
      const fill = [color.coral, color.sea, color.apricot, color.petrol][index] ?? color.coral;
      return (
        shape(
          `M56 ${y - 12} C48 ${y - 14} 44 ${y - 6} 54 ${y - 2} L84 ${y + 4} H330 C342 ${y + 4} 344 ${y - 5} 334 ${y - 6} H92 Z`,
          fill,
        ) + box({ x: 168, y: y - 14, w: 56, h: 9, r: 4 }, color.ink)
      );
    })
    .join("") +
    [126, 262]
      .map(
        x =>
          `<rect x="${x}" y="100" width="20" height="108" rx="8" fill="none" stroke="${color.slate}" stroke-width="9"/>` +
          box({ x: x - 4, y: 94, w: 28, h: 16, r: 7 }, color.ink),
      )
      .join(""),
);

export const roofTransportPictures: Readonly<Record<string, string>> = {
  "DT-201": roofBox,
  "DT-202": bars,
  "DT-203": bikeCarrier,
  "DT-204": kayakCarrier,
  "DT-205": skiCarrier,
};
