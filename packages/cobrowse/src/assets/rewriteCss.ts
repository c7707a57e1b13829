/**
 * What a style sheet loads, said anew: every address in it is handed to `address`, with what it is for, and what comes
 * back stands in its place. Pure; knows neither origins nor the proxy, and nothing here is a wall: the mirror's policy is.
 */
import { type CSSToken, type TokenString, type TokenURL, tokenizer } from "@csstools/css-tokenizer";

export type AssetKind = "sheet" | "image" | "font";
/** Null: it stays as it is. */
export type AssetAddress = (url: string, kind: AssetKind) => string | null;

export interface CssAddresses {
  /** What relative addresses go from; null: they stay. */
  readonly base: string | null;
  readonly address: AssetAddress;
}

/** Where a token stands, as far as it says what an address is for. */
interface Place {
  /** The at-rule whose prelude or block this is. */
  rule: string;
  /** How deep in braces, and at which depth the rule began: a block may be ended without an end of its own. */
  depth: number;
  ruleDepth: number;
  /** Functions and brackets that are open. */
  readonly open: string[];
}

const FUNCTIONS_OF_ADDRESSES = new Set(["url", "src", "image-set", "-webkit-image-set"]);
const CLOSING = new Set([")-token", "]-token"]);

const kindAt = ({ rule }: Place): AssetKind | null => {
  if (rule === "import") return "sheet";
  if (rule === "font-face") return "font";
  return rule === "namespace" ? null : "image";
};

/** A string is an address after `@import`, and in the functions that take one. */
const isAddress = (token: CSSToken, place: Place): boolean => {
  if (token[0] === "url-token") return true;
  if (token[0] !== "string-token") return false;
  const inside = place.open.at(-1);
  return inside === undefined ? place.rule === "import" : FUNCTIONS_OF_ADDRESSES.has(inside);
};

const follow = (token: CSSToken, place: Place): void => {
  const [type] = token;
  if (type === "at-keyword-token") {
    place.rule = (token[4] as { readonly value: string }).value.toLowerCase();
    place.ruleDepth = place.depth;
  } else if (type === "function-token") {
    place.open.push((token[4] as { readonly value: string }).value.toLowerCase());
  } else if (type === "(-token" || type === "[-token") {
    place.open.push(type);
  } else if (CLOSING.has(type)) {
    place.open.pop();
  } else if (type === "{-token") {
    place.depth += 1;
  } else if (type === "}-token") {
    place.depth -= 1;
    if (place.depth <= place.ruleDepth) place.rule = "";
  } else if (type === "semicolon-token" && place.depth === place.ruleDepth) {
    place.rule = "";
  }
};

/** Absolute, or null: nothing to fetch (a fragment, data) or no address at all. */
const resolved = (url: string, base: string | null): string | null => {
  if (url === "" || /^\s*(#|data:|blob:|about:|javascript:)/i.test(url)) return null;
  if (!URL.canParse(url, base ?? undefined)) return null;
  return new URL(url, base ?? undefined).href;
};

const quoted = (url: string): string => `"${url.replace(/["\\\n\r\f]/g, char => encodeURIComponent(char))}"`;

/** An address said anew; null: as it was. */
const replaced = (token: TokenString | TokenURL, kind: AssetKind, css: CssAddresses): string | null => {
  const { value } = token[4];
  const absolute = resolved(value, css.base);
  if (absolute === null) return null;
  // Behind another address, what was relative is not what it was.
  const shown = css.address(absolute, kind) ?? (absolute === value ? null : absolute);
  if (shown === null || shown === value) return null;
  return token[0] === "url-token" ? `url(${quoted(shown)})` : quoted(shown);
};

/** Token by token, so that whoever has others to serve may stop in between: each time it says how much was written so far. */
function* rewriting(css: string, addresses: CssAddresses): Generator<number, string> {
  const place: Place = { rule: "", depth: 0, ruleDepth: 0, open: [] };
  const tokens = tokenizer({ css });
  let text = "";
  let from = 0;
  while (!tokens.endOfFile()) {
    const token = tokens.nextToken();
    follow(token, place);
    const kind = kindAt(place);
    const shown =
      kind !== null && isAddress(token, place)
        ? replaced(token as TokenString | TokenURL, kind, addresses)
        : null;
    if (shown !== null) {
      text += css.slice(from, token[2]) + shown;
      from = token[3] + 1;
    }
    yield text.length;
  }
  return text + css.slice(from);
}

export const rewriteCss = (css: string, addresses: CssAddresses): string => {
  const steps = rewriting(css, addresses);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
};

const TOKENS_AT_ONCE = 2_000;

export interface GentleRewriting extends CssAddresses {
  /** Every few milliseconds of work. */
  readonly pause: () => Promise<void>;
  /** Of what is written, not of what is read: short addresses become long ones. */
  readonly charactersMax: number;
}

/** The same, with pauses; null: more would be written than may be, and nothing was written beyond that. */
export const rewriteCssGently = async (css: string, how: GentleRewriting): Promise<string | null> => {
  const { pause, charactersMax } = how;
  const steps = rewriting(css, how);
  for (let at = 1; ; at++) {
    const { done, value } = steps.next();
    if (done === true) return value.length > charactersMax ? null : value;
    if (value > charactersMax) return null;
    if (at % TOKENS_AT_ONCE === 0) await pause();
  }
};
