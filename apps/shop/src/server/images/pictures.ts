/** All pictures of the site by file name, drawn once at start. */
import { childSeatPictures } from "./childSeats.ts";
import { favicon, hero } from "./hero.ts";
import { roofTransportPictures } from "./roofTransport.ts";
import { safetyPictures } from "./safety.ts";

const all: Readonly<Record<string, string>> = {
  hero,
  favicon,
  ...childSeatPictures,
  ...roofTransportPictures,
  ...safetyPictures,
};

export const pictures: ReadonlyMap<string, string> = new Map(
  Object.entries(all).map(([name, content]) => [`${name}.svg`, content]),
);
