/**
 * Notices of rules, above the toasts: which rule, which visitor, what it says, and the way to the visitor. A live region that is always
 * there, because a screen reader announces only what is added to a region it knows. Takes no focus, and gives back what it had.
 */
import type { RadarNotice } from "@lotse/protocol";
import { BellRing, X } from "lucide-preact";
import { useI18n } from "../../ui/AppContext.ts";
import { Link } from "../../ui/Link.tsx";
import { useKeptFocus } from "../../ui/useKeptFocus.ts";
import type { NoticesModel } from "./NoticesModel.ts";

interface NoticesProps {
  readonly model: NoticesModel;
}

const toMain = () => document.getElementById("conversation")?.focus();

/** With the last of them nothing is left here that could have the focus. */
const leaving =
  ({ all }: NoticesModel, how: () => void) =>
  () => {
    how();
    if (all.peek().length === 0) toMain();
  };

const NoticeItem = ({ model, notice }: NoticesProps & { readonly notice: RadarNotice }) => {
  const { t, time, name, visitor } = useI18n();
  const who = visitor(notice.visitorLabel);
  const text = name(notice.text).trim();
  return (
    <article class="toast rule-notice" data-testid="rule-notice" data-visit={notice.visitId}>
      <BellRing size={16} aria-hidden="true" />
      <div class="toast-text">
        <p class="rule-notice-name">{notice.ruleName.trim() || t("rule.unnamed")}</p>
        <p>
          {who} · {time(notice.atMs)}
        </p>
        {text !== "" && <p data-testid="rule-notice-text">{text}</p>}
        <Link
          to={{ kind: "visitors", visitId: notice.visitId }}
          testid="rule-notice-open"
          onGo={() => {
            toMain();
            model.looked(notice.visitId);
          }}
        >
          {t("ruleNotice.open")}
          <span class="sr">: {who}</span>
        </Link>
      </div>
      <button
        type="button"
        class="icon-button"
        data-testid="rule-notice-dismiss"
        aria-label={t("ruleNotice.dismiss", notice.ruleName, who)}
        onClick={leaving(model, () => model.dismiss(notice))}
      >
        <X size={16} aria-hidden="true" />
      </button>
    </article>
  );
};

export const NoticesView = ({ model }: NoticesProps) => {
  const { t } = useI18n();
  const root = useKeptFocus<HTMLDivElement>();
  const { length } = model.all.value;
  return (
    <div ref={root} class="notices">
      <div class="notices-list" role="status" aria-live="polite">
        {model.shown.value.map(notice => (
          <NoticeItem key={`${notice.ruleId} ${notice.visitId}`} model={model} notice={notice} />
        ))}
      </div>
      {length > 1 && (
        <p class="toasts-more notices-more">
          <span data-testid="rule-notices-count">{t("ruleNotice.count", length)}</span>
          <button
            type="button"
            class="link"
            data-testid="rule-notices-dismiss"
            onClick={leaving(model, () => model.dismissAll())}
          >
            {t("ruleNotice.dismissAll")}
          </button>
        </p>
      )}
    </div>
  );
};
