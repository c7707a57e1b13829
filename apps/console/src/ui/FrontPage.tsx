/** The card everybody meets before the console itself: sign-in, welcome. */
import type { ComponentChildren } from "preact";
import { useI18n } from "./AppContext.ts";
import { Flag } from "./Flag.tsx";

export const FrontPage = (props: {
  readonly switches: ComponentChildren;
  readonly children: ComponentChildren;
}) => {
  const { t } = useI18n();
  return (
    <div class="signin">
      <div class="signin-switches">{props.switches}</div>
      <main class="signin-card">
        <p class="signin-brand">
          <Flag size={40} />
          <strong>{t("app.name")}</strong>
          <span class="muted">{t("app.slogan")}</span>
        </p>
        {props.children}
      </main>
    </div>
  );
};
