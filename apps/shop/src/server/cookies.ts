/** Reading and writing the shop's two cookies. Knows names and attributes, not what the values mean. */
import type { Request, Response } from "express";

export const SESSION_COOKIE = "nordwind_session";
export const LANGUAGE_COOKIE = "nordwind_lang";

export function readCookie(req: Request, name: string): string | undefined {
  for (const pair of (req.get("cookie") ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

export function writeCookie(
  res: Response,
  options: { name: string; value: string; maxAgeMs?: number },
): void {
  res.cookie(options.name, options.value, {
    httpOnly: true,
    sameSite: "lax",
    secure: res.req.secure,
    path: "/",
    ...(options.maxAgeMs === undefined ? {} : { maxAge: options.maxAgeMs }),
  });
}
