/** Reads a JSON body: only `application/json`, only as it is (no encodings, so no bombs), only up to a limit. */
import { LotseError } from "@lotse/protocol";
import express, { type Request, type RequestHandler } from "express";
import { guardInput } from "../inputGuard.ts";

const readBytes = (limitBytes: number): RequestHandler =>
  express.raw({ type: () => true, limit: limitBytes, inflate: false });

const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  if (!request.is("application/json")) throw new LotseError("CONTENT_TYPE", "Send application/json");
  next();
};

export const readJson = (limitBytes: number): readonly RequestHandler[] => [
  refuseOtherTypes,
  readBytes(limitBytes),
];

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The body of a request that came through `readJson`. Throws JSON_INVALID, JSON_TOO_DEEP or FIELD_UNKNOWN. `tidy` has the first
 * look: at what may be left out instead of refusing the whole.
 */
export const jsonOf = (request: Request, tidy: (body: unknown) => void = () => {}): unknown => {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes)) throw new LotseError("JSON_INVALID", "The body is empty");
  const body = parseJson(bytes);
  tidy(body);
  guardInput(body);
  return body;
};

const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new LotseError("JSON_INVALID", "The body is not valid JSON");
  }
};
