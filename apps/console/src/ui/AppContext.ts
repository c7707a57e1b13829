/** What every view may use without being handed it: texts, and where one is. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { I18n } from "../i18n/i18n.ts";
import type { Router } from "../routing/Router.ts";

const I18nContext = createContext<I18n | null>(null);
const RouterContext = createContext<Router | null>(null);

export const I18nProvider = I18nContext.Provider;
export const RouterProvider = RouterContext.Provider;

export const useI18n = (): I18n => {
  const i18n = useContext(I18nContext);
  if (i18n === null) throw new Error("I18nProvider is missing");
  return i18n;
};

export const useRouter = (): Router => {
  const router = useContext(RouterContext);
  if (router === null) throw new Error("RouterProvider is missing");
  return router;
};
