/** Pages that only show: home, lists, products, search, information, pictures. */
import { Router } from "express";
import { findCategory, findProduct, search } from "../../catalogue/catalogue.ts";
import { type Shop, viewOf } from "../context.ts";
import { pictures } from "../images/pictures.ts";
import { homePage } from "../pages/home.ts";
import { aboutPage, contactPage } from "../pages/info.ts";
import { productPage } from "../pages/product.ts";
import { searchPage, shopPage } from "../pages/shop.ts";

const LONGEST_QUERY = 100;

export function catalogueRoutes(shop: Shop): Router {
  const router = Router();
  router.get("/", (req, res) => {
    res.send(homePage(viewOf(shop, req, res)).text);
  });
  router.get("/shop", (req, res) => {
    res.send(shopPage(viewOf(shop, req, res), null).text);
  });
  router.get("/shop/:category", (req, res, next) => {
    const category = findCategory(req.params.category);
    if (!category) return next();
    res.send(shopPage(viewOf(shop, req, res), category).text);
  });
  router.get("/product/:sku", (req, res, next) => {
    const product = findProduct(req.params.sku);
    if (!product) return next();
    res.send(productPage(viewOf(shop, req, res), product).text);
  });
  router.get("/search", (req, res) => {
    const q = req.query.q;
    const query = typeof q === "string" ? q.trim().slice(0, LONGEST_QUERY) : "";
    res.send(searchPage(viewOf(shop, req, res), query, search(query)).text);
  });
  router.get("/contact", (req, res) => {
    res.send(contactPage(viewOf(shop, req, res)).text);
  });
  router.get("/about", (req, res) => {
    res.send(aboutPage(viewOf(shop, req, res)).text);
  });
  router.get("/images/:name", (req, res, next) => {
    const picture = pictures.get(req.params.name);
    if (picture === undefined) return next();
    res.set("Cache-Control", "public, max-age=3600").type("image/svg+xml").send(picture);
  });
  return router;
}
