/** Hub and page still do not understand each other after a reload. Says what a person can do; loses nothing. */
import { useI18n } from "../ui/AppContext.ts";
import { Flag } from "../ui/Flag.tsx";

export const OutdatedPage = ({ onReload }: { readonly onReload: () => void }) => {
  const { t } = useI18n();
  return (
    <main class="nothing outdated" data-testid="outdated">
      <Flag size={56} />
      <h1>{t("outdated.title")}</h1>
      <p class="muted">{t("outdated.explain")}</p>
      <ol class="steps">
        <li>{t("outdated.cache")}</li>
        <li>{t("outdated.administrator")}</li>
      </ol>
      <p class="muted">{t("outdated.kept")}</p>
      <button type="button" class="button primary" onClick={onReload}>
        {t("connection.reload")}
      </button>
    </main>
  );
};
