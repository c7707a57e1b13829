/** The quote form's page and the place it is sent to. The server computes the premium itself. */
import { Router } from "express";
import { berlinDay } from "../../shared/days.ts";
import { checkQuote } from "../../shared/quote/checks.ts";
import { STEPS } from "../../shared/quote/fields.ts";
import { parseQuote } from "../../shared/quote/parse.ts";
import { computePremium } from "../../shared/quote/premium.ts";
import { findSession, openSession, type Shop, viewOf } from "../context.ts";
import { quoteDonePage, quotePage } from "../pages/quote.ts";

export function quoteRoutes(shop: Shop): Router {
  const router = Router();
  router.get(["/quote", ...STEPS.map(step => `/quote/${step}`)], (req, res) => {
    res.send(quotePage(viewOf(shop, req, res)).text);
  });
  router.get("/quote/done", (req, res) => {
    const receipt = findSession(shop, req)?.quote;
    if (!receipt) return res.redirect(303, "/quote");
    res.send(quoteDonePage(viewOf(shop, req, res), receipt).text);
  });
  router.post("/quote", (req, res) => {
    const values = parseQuote(req.body);
    if (values === null) return res.status(400).json({ ok: false, error: "malformed" });
    const today = berlinDay(shop.nowMs());
    const errors = checkQuote({ values, today });
    if (Object.keys(errors).length > 0) return res.status(422).json({ ok: false, errors });
    const premium = computePremium(values, today);
    const reference = `KV-${shop.makeId().slice(0, 8).toUpperCase()}`;
    openSession(shop, req, res).quote = { reference, premium, values };
    res.status(201).json({ ok: true, reference, next: "/quote/done" });
  });
  return router;
}
