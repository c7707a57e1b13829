/** Turns a request into a `View` and a session: language, basket, addresses. No page, no rule of the shop. */
import type { Request, Response } from "express";
import { isLanguage, type Language } from "../shared/language.ts";
import { siteTexts } from "../shared/texts/siteTexts.ts";
import type { Assets } from "./assets.ts";
import { totalsOf } from "./basket.ts";
import { LANGUAGE_COOKIE, readCookie, SESSION_COOKIE, writeCookie } from "./cookies.ts";
import type { Session, Sessions } from "./sessions.ts";
import type { View } from "./view.ts";

/** The shop's own world: everything a route may touch. */
export interface Shop {
  readonly hubUrl: string;
  readonly siteKey: string;
  readonly assets: Assets;
  readonly sessions: Sessions;
  readonly nowMs: () => number;
  readonly makeId: () => string;
  readonly makeCode: () => string;
}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

function languageOf(req: Request, res: Response): Language {
  const wish = req.query.lang;
  if (isLanguage(wish)) {
    writeCookie(res, { name: LANGUAGE_COOKIE, value: wish, maxAgeMs: YEAR_MS });
    return wish;
  }
  const remembered = readCookie(req, LANGUAGE_COOKIE);
  return isLanguage(remembered) ? remembered : "de";
}

function pathWithoutLanguage(req: Request): string {
  const url = new URL(req.originalUrl, "http://shop.invalid");
  url.searchParams.delete("lang");
  return url.pathname + url.search;
}

export const findSession = (shop: Shop, req: Request): Session | null =>
  shop.sessions.find(readCookie(req, SESSION_COOKIE));

/** Only writing something down needs a session; looking around leaves no cookie. */
export function openSession(shop: Shop, req: Request, res: Response): Session {
  const known = findSession(shop, req);
  if (known) return known;
  const { id, session } = shop.sessions.create();
  writeCookie(res, { name: SESSION_COOKIE, value: id });
  return session;
}

const countItems = (session: Session | null): number =>
  [...(session?.basket.values() ?? [])].reduce((sum, quantity) => sum + quantity, 0);

export function viewOf(shop: Shop, req: Request, res: Response): View {
  const language = languageOf(req, res);
  const session = findSession(shop, req);
  return {
    language,
    t: siteTexts[language],
    path: pathWithoutLanguage(req),
    origin: `${req.protocol}://${req.get("host") ?? "localhost"}`,
    basketCount: countItems(session),
    basketCents: session ? totalsOf(session.basket).subtotalCents : 0,
    assets: shop.assets,
    snippetUrl: `${shop.hubUrl}/s/${shop.siteKey}.js`,
  };
}
