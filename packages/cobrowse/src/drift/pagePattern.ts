/** A page's path without what is somebody's own: parts with numbers, codes or addresses in them, and long ones, are `*`. Pure. */
const PART_MAX = 24;
const PATH_MAX = 200;

export const pagePattern = (path: string): string =>
  path
    .split("/")
    .map(part => (/[\d@%]/.test(part) || part.length > PART_MAX ? "*" : part))
    .join("/")
    .slice(0, PATH_MAX) || "/";
