/**
 * Styles of a masked part: `content`, custom properties, pictures and counters could say what the mask hides. Kept is
 * what only lays out. Works on text as it comes, whole sheets and single declarations alike; what it cannot read is
 * masked. Pure. Knows neither elements nor card numbers.
 */
import { MASK } from "../wire/limits.ts";

const HIDDEN = `"${MASK}"`;
const STRING = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/gs;
const COMMENT = /("(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|url\(\s*[^"'\s)][^)]*\)?)|\/\*.*?(?:\*\/|$)/gis;
/** Up to the next brace or semicolon, over strings, addresses and brackets. */
const CHUNK =
  /(?:"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|url\(\s*(?:"[^"\n]*"|'[^'\n]*'|[^)"']*)\s*\)?|\([^(){};"']*\)|\\.|[^{};"'])*[{};]?/gisy;
const ADDRESS = /url\(\s*(?:"[^"\n]*"?|'[^'\n]*'?|[^)"']*)\s*\)?/gi;
const PARTS = new RegExp(`${ADDRESS.source}|${STRING.source}`, "gis");
const PLAIN_TOKEN =
  /^(?:[+-]?\d{0,5}(?:\.\d+)?(?:px|r?em|%|deg|turn|m?s|v[wh]|fr|ch)|[+-]?\d{1,3}(?:\.\d+)?|#[\da-f]{3,8}|var|--[\w-]+|rgba?|hsla?|okl(?:ab|ch)|calc|none|auto|inherit|initial|unset|transparent)$/i;
const PLAIN_CHARS_MAX = 200;

/** Numbers, lengths, colours, and references to other properties. */
const isPlain = (value: string): boolean =>
  value.length <= PLAIN_CHARS_MAX &&
  (value.includes("var(") || !value.includes("--")) &&
  value.split(/[\s,/()*]+/).every(token => token === "" || PLAIN_TOKEN.test(token));

/** Neither pictures nor words; references into the page itself (gradients, clips) stay. */
const withoutContents = (value: string): string =>
  value.replace(PARTS, part => {
    if (!/^url/i.test(part)) return HIDDEN;
    return /^url\(\s*["']?#[\w-]*["']?\s*\)$/i.test(part) ? part : "none";
  });

/** What a masked element's declaration may say. */
export const maskDeclaration = (name: string, value: string): string => {
  const lower = name.trim().toLowerCase();
  if (lower.startsWith("--") || lower === "initial-value") return isPlain(value) ? value : HIDDEN;
  if (/^(?:font|grid)/.test(lower)) return value.replace(ADDRESS, "none");
  if (lower === "src") return value; // A font's files.
  if (/^counter-/.test(lower)) return /\d/.test(value) ? "none" : value;
  const masked = withoutContents(value);
  // Escaped, a function or a string could be called anything.
  return masked.includes("\\") ? HIDDEN : masked;
};

const maskPrelude = (prelude: string): string =>
  prelude.replace(
    /(\[\s*(?:class|id|type)\s*\W?=\s*(?:"[^"\n]*"|'[^'\n]*'|[\w-]+))|(\[\s*[\w|-]+\s*\W?=\s*)[\w-]+|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?/gi,
    (_, plain: string | undefined, before: string | undefined) => plain ?? `${before ?? ""}${HIDDEN}`,
  );

/** An imported sheet is asked for without what its address tells, or not at all. */
const maskStatement = (statement: string): string =>
  /^\s*@import\b/i.test(statement)
    ? /data:/i.test(statement)
      ? ""
      : statement.replace(/[?#][^"')\s;]*/g, "")
    : statement.replace(STRING, HIDDEN);

const maskChunk = (chunk: string): string => {
  const end = /[{};]$/.exec(chunk)?.[0] ?? "";
  const body = end === "" ? chunk : chunk.slice(0, -1);
  if (end === "{") return maskPrelude(body) + end;
  if (/^\s*@/.test(body)) return maskStatement(body) + end;
  const colon = body.indexOf(":");
  if (colon < 0) return body.replace(STRING, HIDDEN) + end;
  const [name, value] = [body.slice(0, colon + 1), body.slice(colon + 1)];
  const space = /^\s*/.exec(value)?.[0] ?? "";
  return name + space + maskDeclaration(body.slice(0, colon), value.slice(space.length)) + end;
};

const CUSTOM_BLOCK = /^\s*--[\w-]+\s*:\s*\{$/;

export const maskCss = (css: string): string => {
  const bare = css.replace(COMMENT, (_, kept: string | undefined) => kept ?? "");
  let masked = "";
  let inBlock = 0;
  for (const [chunk] of bare.matchAll(CHUNK)) {
    if (chunk === "") break;
    // A custom property whose value is in braces: all of it is its value.
    if (inBlock > 0) inBlock += Number(chunk.endsWith("{")) - Number(chunk.endsWith("}"));
    else if (CUSTOM_BLOCK.test(chunk)) {
      inBlock = 1;
      masked += `${chunk.slice(0, chunk.indexOf(":") + 1)} ${HIDDEN};`;
    } else masked += maskChunk(chunk);
  }
  return masked;
};
