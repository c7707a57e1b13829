/** What the browser observed, in words. They are claims, so nothing here is a link. */
import type { Facts } from "@lotse/protocol";
import { useI18n } from "../../ui/AppContext.ts";
import { readableUrl } from "../../ui/address.ts";
import { basketIn, basketValue, deviceIn, isFilled } from "./claims.ts";

export const FactsList = ({ facts }: { readonly facts: Facts }) => {
  const i18n = useI18n();
  const { t, duration } = i18n;
  const forms = Object.entries(facts.forms);
  const products = Object.entries(facts.products);
  const basket = basketIn(facts);
  const device = deviceIn(facts);
  return (
    <dl class="pairs">
      <dt>{t("visit.pages")}</dt>
      <dd>{facts.visit.pages}</dd>
      <dt>{t("visit.time")}</dt>
      <dd>{duration(facts.visit.ms)}</dd>
      {device !== null && (
        <>
          <dt>{t("onSite.device")}</dt>
          <dd>{t(`onSite.device.${device}`)}</dd>
        </>
      )}
      {isFilled(basket) && (
        <>
          <dt>{t("onSite.basketLabel")}</dt>
          <dd data-testid="visit-basket">{basketValue(basket, i18n)}</dd>
        </>
      )}
      {facts.page.referrer !== "" && (
        <>
          <dt>{t("visit.referrer")}</dt>
          <dd class="break">{readableUrl(facts.page.referrer)}</dd>
        </>
      )}
      {forms.length > 0 && (
        <>
          <dt>{t("visit.forms")}</dt>
          <dd>
            <ul>
              {forms.map(([name, form]) => (
                <li key={name}>
                  {name} · {duration(form.activeMs)}
                  {form.active && <span class="tag now">{t("visit.formActive")}</span>}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      {products.length > 0 && (
        <>
          <dt>{t("visit.products")}</dt>
          <dd>
            <ul>
              {products.map(([sku, product]) => (
                <li key={sku}>
                  {product.name === "" ? sku : `${product.name} (${sku})`}
                  <span class={product.viewing ? "tag now" : "tag"}>
                    {t(product.viewing ? "visit.viewing" : "visit.viewed")}
                  </span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
};
