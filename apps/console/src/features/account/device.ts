/** A browser in words a person knows: `Firefox · Windows`. Guesses from the user agent; good enough to recognise one's own. */
const BROWSERS = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = [
  ["Windows", "Windows"],
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Mac OS X", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

export const deviceOf = (userAgent: string): string => {
  const find = (table: readonly (readonly [string, string])[]) =>
    table.find(([sign]) => userAgent.includes(sign))?.[1];
  return [find(BROWSERS), find(SYSTEMS)].filter(word => word !== undefined).join(" · ") || "–";
};
