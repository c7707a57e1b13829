/** Language and appearance, one click each. Also on the sign-in page. */
import { Moon, Sun, SunMoon } from "lucide-preact";
import { useI18n } from "../ui/AppContext.ts";
import type { Preferences } from "./Preferences.ts";

const THEME_ICONS = { auto: SunMoon, light: Sun, dark: Moon } as const;

export const Switches = ({ preferences }: { readonly preferences: Preferences }) => {
  const { t } = useI18n();
  const language = preferences.language.value;
  const theme = preferences.theme.value;
  const ThemeIcon = THEME_ICONS[theme];
  return (
    <>
      <button
        type="button"
        class="icon-button"
        data-testid="language"
        data-language={language}
        title={`${t("rail.language")} → ${t("action.language")}`}
        aria-label={t("rail.language")}
        onClick={() => preferences.switchLanguage()}
      >
        <span class="language-code" aria-hidden="true">
          {language.toUpperCase()}
        </span>
      </button>
      <button
        type="button"
        class="icon-button"
        data-testid="theme"
        data-theme-choice={theme}
        title={t(`rail.theme.${theme}`)}
        aria-label={t(`rail.theme.${theme}`)}
        onClick={() => preferences.switchTheme()}
      >
        <ThemeIcon size={18} aria-hidden="true" />
      </button>
    </>
  );
};
