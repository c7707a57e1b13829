/** Basket, checkout, one-time code, confirmation. Every post is checked here, whatever the browser checked. */
import { Router } from "express";
import { findProduct } from "../../catalogue/catalogue.ts";
import { berlinDay } from "../../shared/days.ts";
import { fill } from "../../shared/fill.ts";
import { checkoutTexts } from "../../shared/texts/checkoutTexts.ts";
import { parseQuantity, totalsOf, withAdded, withQuantity } from "../basket.ts";
import { emptyKept, makeOrder, readCheckout } from "../checkoutForm.ts";
import { findSession, openSession, type Shop, viewOf } from "../context.ts";
import { formText } from "../formText.ts";
import { basketPage } from "../pages/basket.ts";
import { checkoutPage, type Verification, verifyPage } from "../pages/checkout.ts";
import { badRequestPage } from "../pages/info.ts";
import { orderPage } from "../pages/order.ts";
import type { Basket, PendingOrder } from "../sessions.ts";

const CODE_ATTEMPTS = 5;
const EMPTY: Basket = new Map();

function basketRoutes(shop: Shop, router: Router): void {
  router.get("/basket", (req, res) => {
    const view = viewOf(shop, req, res);
    const added = req.query.added;
    const product = typeof added === "string" ? findProduct(added) : undefined;
    const basket = findSession(shop, req)?.basket ?? EMPTY;
    const name = product && basket.has(product.sku) ? product.name[view.language] : null;
    res.send(basketPage(view, totalsOf(basket), name).text);
  });
  router.post("/basket/add", (req, res) => {
    const product = findProduct(formText(req.body, "sku"));
    const quantity = parseQuantity(formText(req.body, "quantity") || "1", 1);
    if (!product || quantity === null) {
      res.status(400).send(badRequestPage(viewOf(shop, req, res)).text);
      return;
    }
    const session = openSession(shop, req, res);
    session.basket = withAdded(session.basket, product.sku, quantity);
    res.redirect(303, `/basket?added=${encodeURIComponent(product.sku)}`);
  });
  router.post("/basket/update", (req, res) => {
    const session = findSession(shop, req);
    const sku = formText(req.body, "sku");
    const removed = formText(req.body, "remove") !== "";
    const quantity = removed ? 0 : parseQuantity(formText(req.body, "quantity"), 0);
    if (quantity === null) {
      res.status(400).send(badRequestPage(viewOf(shop, req, res)).text);
      return;
    }
    if (session?.basket.has(sku)) session.basket = withQuantity(session.basket, sku, quantity);
    res.redirect(303, "/basket");
  });
}

function checkoutStep(shop: Shop, router: Router): void {
  router.get("/checkout", (req, res) => {
    const totals = totalsOf(findSession(shop, req)?.basket ?? EMPTY);
    if (totals.lines.length === 0) return res.redirect(303, "/basket");
    const view = viewOf(shop, req, res);
    const failed = req.query.approval === "failed";
    const notice = failed ? checkoutTexts[view.language].faults.codesUsed : undefined;
    res.send(checkoutPage(view, { totals, kept: emptyKept, errors: {}, notice }).text);
  });
  router.post("/checkout", (req, res) => {
    const session = findSession(shop, req);
    const totals = totalsOf(session?.basket ?? EMPTY);
    if (!session || totals.lines.length === 0) return res.redirect(303, "/basket");
    const nowMs = shop.nowMs();
    const form = readCheckout(req.body, berlinDay(nowMs));
    if (Object.keys(form.errors).length > 0) {
      const page = checkoutPage(viewOf(shop, req, res), { totals, kept: form.kept, errors: form.errors });
      return res.status(422).send(page.text);
    }
    const number = `NW-${shop.makeId().slice(0, 8).toUpperCase()}`;
    const order = makeOrder({ form, basket: session.basket, number, nowMs });
    session.pending = { order, code: shop.makeCode(), attemptsLeft: CODE_ATTEMPTS };
    res.redirect(303, "/checkout/verify");
  });
}

const verificationOf = (pending: PendingOrder): Verification => ({
  totalCents: pending.order.totalCents,
  last4: pending.order.cardLast4,
  code: pending.code,
});

function verifyStep(shop: Shop, router: Router): void {
  router.get("/checkout/verify", (req, res) => {
    const pending = findSession(shop, req)?.pending;
    if (!pending) return res.redirect(303, "/checkout");
    res.send(verifyPage(viewOf(shop, req, res), verificationOf(pending)).text);
  });
  router.post("/checkout/verify", (req, res) => {
    const session = findSession(shop, req);
    const pending = session?.pending;
    if (!session || !pending) return res.redirect(303, "/checkout");
    if (formText(req.body, "code") === pending.code) {
      session.orders = [...session.orders, pending.order];
      session.pending = null;
      session.basket = EMPTY;
      return res.redirect(303, `/order/${pending.order.number}`);
    }
    const attemptsLeft = pending.attemptsLeft - 1;
    session.pending = attemptsLeft > 0 ? { ...pending, attemptsLeft } : null;
    if (attemptsLeft <= 0) return res.redirect(303, "/checkout?approval=failed");
    const view = viewOf(shop, req, res);
    const { faults } = checkoutTexts[view.language];
    const error = attemptsLeft === 1 ? faults.codeLast : fill(faults.code, { count: attemptsLeft });
    res.status(422).send(verifyPage(view, { ...verificationOf(pending), error }).text);
  });
}

export function checkoutRoutes(shop: Shop): Router {
  const router = Router();
  basketRoutes(shop, router);
  checkoutStep(shop, router);
  verifyStep(shop, router);
  router.get("/order/:number", (req, res, next) => {
    const order = findSession(shop, req)?.orders.find(one => one.number === req.params.number);
    if (!order) return next();
    res.send(orderPage(viewOf(shop, req, res), order).text);
  });
  return router;
}
