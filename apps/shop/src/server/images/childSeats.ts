/** Pictures of the child seats. */
import { box, color, dot, ground, line, shape, stage } from "./draw.ts";

const on = (shadow: number, thing: string): string => stage({ ground: ground.childSeats, shadow }, thing);

const carrier = on(
  105,
  line("M118 178 C112 62 262 34 292 150", color.ink, 12) +
    shape("M204 96 C262 74 316 104 322 168 L252 178 C250 140 236 116 204 96 Z", color.apricot) +
    shape(
      "M112 172 C122 138 158 132 184 150 C206 166 236 176 264 170 L262 196 C220 214 150 206 112 172 Z",
      color.white,
    ) +
    line("M150 150 C168 164 176 178 180 200 M176 148 C192 162 198 180 198 202", color.ink, 6) +
    line("M236 112 C266 126 284 146 288 172", color.coral, 4) +
    shape(
      "M84 166 C92 222 132 244 188 246 H240 C296 242 322 208 324 164 C300 156 280 166 268 182 C252 204 222 208 190 202 C150 196 122 176 84 166 Z",
      color.petrol,
    ) +
    shape(
      "M118 178 C150 190 168 202 196 204 C226 206 250 202 266 184 C258 216 232 224 198 224 C160 222 134 206 118 178 Z",
      color.mint,
    ) +
    dot(118, 180, 11, color.slate) +
    line("M140 247 C170 254 250 254 282 243", color.ink, 8),
);

const reboarder = on(
  100,
  box({ x: 108, y: 226, w: 184, h: 24, r: 12 }, color.ink) +
    shape("M132 226 C138 206 262 206 268 226 Z", color.slate) +
    shape(
      "M136 70 C132 46 168 36 200 36 C232 36 268 46 264 70 L276 168 C280 204 252 216 200 216 C148 216 120 204 124 168 Z",
      color.petrol,
    ) +
    shape(
      "M158 78 C158 60 178 56 200 56 C222 56 242 60 242 78 L250 160 C252 184 232 192 200 192 C168 192 148 184 150 160 Z",
      color.mint,
    ) +
    shape("M160 74 C164 54 236 54 240 74 L236 104 C220 114 180 114 164 104 Z", color.white) +
    line("M178 110 L188 172 M222 110 L212 172", color.ink, 8) +
    box({ x: 184, y: 164, w: 32, h: 20, r: 7 }, color.coral) +
    line("M92 210 C74 178 84 146 104 132 M308 210 C326 178 316 146 296 132", color.apricot, 7) +
    shape("M112 120 L112 146 L90 136 Z M288 120 L288 146 L310 136 Z", color.apricot) +
    dot(200, 237, 6, color.mint),
);

const highBack = on(
  92,
  shape("M148 92 C138 60 160 30 200 30 C240 30 262 60 252 92 L246 106 H154 Z", color.slate) +
    shape("M164 88 C158 64 174 48 200 48 C226 48 242 64 236 88 L230 100 H170 Z", color.sky) +
    shape(
      "M142 108 C130 116 128 150 134 190 H266 C272 150 270 116 258 108 C240 100 160 100 142 108 Z",
      color.sea,
    ) +
    shape(
      "M166 116 C158 130 158 160 162 190 H238 C242 160 242 130 234 116 C220 110 180 110 166 116 Z",
      color.sky,
    ) +
    shape(
      "M116 190 C110 230 122 250 144 250 H256 C278 250 290 230 284 190 C262 180 138 180 116 190 Z",
      color.slate,
    ) +
    shape(
      "M138 196 C136 220 146 228 160 228 H240 C254 228 264 220 262 196 C240 190 160 190 138 196 Z",
      color.sky,
    ) +
    line("M250 96 C220 130 190 168 150 214", color.coral, 9) +
    dot(251, 95, 8, color.ink),
);

const booster = on(
  110,
  shape(
    "M96 176 C84 172 74 184 78 204 L86 236 C90 246 98 250 110 250 H290 C302 250 310 246 314 236 L322 204 C326 184 316 172 304 176 C286 182 284 196 268 196 H132 C116 196 114 182 96 176 Z",
    color.coral,
  ) +
    shape("M116 184 C140 160 260 160 284 184 L272 216 C240 224 160 224 128 216 Z", color.apricot) +
    shape("M138 190 C160 178 240 178 262 190 L254 206 C230 212 170 212 146 206 Z", color.sand) +
    line("M84 206 L104 206 M296 206 L316 206", color.ink, 8) +
    line("M120 236 H280", color.ink, 5) +
    line("M178 198 C188 194 212 194 222 198", color.coral, 4),
);

const base = on(
  118,
  line("M286 168 L318 240", color.slate, 16) +
    box({ x: 296, y: 234, w: 46, h: 16, r: 8 }, color.ink) +
    shape(
      "M84 186 C84 170 96 160 114 158 L268 146 C292 144 306 156 306 176 V190 C306 204 296 212 282 212 H110 C94 212 84 202 84 186 Z",
      color.petrol,
    ) +
    shape("M118 170 L262 158 C278 158 284 164 284 174 L116 186 C112 178 112 174 118 170 Z", color.mint) +
    line("M84 182 H54 M92 202 H54", color.steel, 9) +
    box({ x: 44, y: 172, w: 22, h: 40, r: 6 }, color.ink) +
    dot(150, 198, 6, color.apricot) +
    dot(172, 198, 6, color.mint) +
    dot(194, 198, 6, color.mint) +
    line("M104 212 C130 240 220 250 262 212", color.slate, 8) +
    line("M200 128 V84 M182 104 L200 84 L218 104", color.apricot, 8),
);

export const childSeatPictures: Readonly<Record<string, string>> = {
  "KS-101": carrier,
  "KS-102": reboarder,
  "KS-103": highBack,
  "KS-104": booster,
  "KS-105": base,
};
