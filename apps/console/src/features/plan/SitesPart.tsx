/** What holds for contacts from each website: where they lead if they name nothing, and when it is open. */
import type { QueueId, SitePlan, SiteView } from "@lotse/protocol";
import { useSignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { Choice } from "../../ui/controls.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import type { Loading } from "../../ui/loading.ts";
import { HoursEditor } from "./HoursEditor.tsx";
import { PartProblem, type PlanPartProps } from "./PlanFrame.tsx";
import { hoursText, queueName } from "./words.ts";

type SiteProps = PlanPartProps & { readonly site: Pick<SiteView, "id" | "name"> };

const EVERYWHERE = "";

const Editor = ({ plan, model, mayChange, held }: SiteProps & { readonly held: SitePlan }) => {
  const i18n = useI18n();
  const { t } = i18n;
  const options = [
    { value: EVERYWHERE, label: t("site.queue.everywhere") },
    ...plan.queues.map(queue => ({ value: queue.id as string, label: queueName(queue, i18n) })),
  ];
  return (
    <fieldset disabled={!mayChange} class="plan-editor" data-testid="site-editor">
      <Choice
        label={t("site.queue")}
        testid="site-queue"
        hint={t("site.queueHint")}
        value={held.queueId ?? EVERYWHERE}
        options={options}
        onChange={value =>
          model.putSite({ ...held, queueId: value === EVERYWHERE ? null : (value as QueueId) })
        }
      />
      <HoursEditor hours={held.hours} onChange={hours => model.putSite({ ...held, hours })} />
    </fieldset>
  );
};

const Site = (props: SiteProps) => {
  const i18n = useI18n();
  const { t } = i18n;
  const { plan, site, model, mayChange } = props;
  const open = useSignal(false);
  const none: SitePlan = { siteId: site.id, queueId: null, hours: null };
  const held = plan.sites?.find(({ siteId }) => siteId === site.id) ?? none;
  const queue = plan.queues.find(({ id }) => id === held.queueId);
  return (
    <li class="card" data-testid="plan-site">
      <div class="row">
        <h3 class="break">{site.name}</h3>
        <button
          type="button"
          class="button small"
          data-testid="plan-site-open"
          aria-expanded={open.value}
          aria-label={t(mayChange ? "plan.changeLabel" : "plan.showLabel", site.name)}
          onClick={() => {
            open.value = !open.value;
          }}
        >
          {t(open.value ? "plan.close" : mayChange ? "plan.change" : "plan.show")}
        </button>
      </div>
      <PartProblem problem={model.problem.value} id={site.id} />
      {open.value ? (
        <Editor {...props} held={held} />
      ) : (
        <p class="muted break">
          {queue === undefined ? t("site.queue.everywhere") : queueName(queue, i18n)} ·{" "}
          {hoursText(held.hours, i18n)}
        </p>
      )}
    </li>
  );
};

export const SitesPart = (props: PlanPartProps & { readonly sites: Loading<readonly SiteView[]> }) => {
  const { t } = useI18n();
  return (
    <section class="plan-section" aria-labelledby="plan-sites">
      <h2 id="plan-sites">{t("site.title")}</h2>
      <p class="muted">{t("site.explain")}</p>
      <Loaded from={props.sites}>
        {sites => (
          <ul class="cards">
            {sites.map(site => (
              <Site key={site.id} {...props} site={site} />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  );
};
