/** Who else is there, and why not. */
import { useI18n } from "../../ui/AppContext.ts";
import type { WorkModel } from "./WorkModel.ts";

export const Colleagues = ({ model }: { readonly model: WorkModel }) => {
  const { t } = useI18n();
  const colleagues = model.colleagues.value;
  if (colleagues.length === 0) return null;
  return (
    <section class="inbox-section" aria-labelledby="inbox-colleagues">
      <h2 id="inbox-colleagues">{t("colleagues.title")}</h2>
      <ul class="lines">
        {colleagues.map(({ id, name, presence, presenceReason }) => (
          <li key={id} class="request" data-testid="colleague" data-presence={presence}>
            <span class="line-label">{name}</span>
            <span class={`line-time presence-word ${presence}`}>{t(`presence.${presence}`)}</span>
            {presenceReason !== null && (
              <span class="line-text">
                <bdi>{presenceReason}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};
