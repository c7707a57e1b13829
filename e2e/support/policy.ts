/** Listens to what breaks a page's own policy: the browser tells the document, whether or not anybody reads its log. */
import type { Page } from "@playwright/test";

/** Told at once, because a reload would take the list with it. Only documents of the console's own origin count. */
export const watchPolicy = async (page: Page): Promise<string[]> => {
  const violations: string[] = [];
  await page.exposeFunction("tellViolation", (text: string) => void violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", event => {
      if (!location.pathname.startsWith("/console")) return;
      const { tellViolation } = window as unknown as { tellViolation(text: string): void };
      tellViolation(
        `${event.violatedDirective}: ${event.blockedURI} ${event.sample} at ${location.pathname}`,
      );
    });
  });
  return violations;
};
