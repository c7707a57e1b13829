/** The visitor on the right: page, journey, facts. */
import type { VisitView as Visit } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useI18n } from "../../ui/AppContext.ts";
import { readableUrl } from "../../ui/address.ts";
import { shortUrl } from "./claims.ts";
import { FactsList } from "./FactsList.tsx";
import type { VisitModel } from "./VisitModel.ts";

export const Section = (props: {
  readonly id: string;
  readonly title: string;
  readonly testid: string;
  readonly children: ComponentChildren;
}) => (
  <section class="visit-section" aria-labelledby={props.id} data-testid={props.testid}>
    <h2 id={props.id}>{props.title}</h2>
    {props.children}
  </section>
);

const Journey = ({ visit }: { readonly visit: Visit }) => {
  const { t, time } = useI18n();
  if (visit.journey.length === 0) return <p class="empty">{t("visit.journeyEmpty")}</p>;
  return (
    <ol class="journey" reversed>
      {[...visit.journey].reverse().map((step, index) => (
        <li key={`${step.atMs}-${step.url}`} data-current={index === 0}>
          <time>{time(step.atMs)}</time>
          <span class="journey-title">{step.title === "" ? shortUrl(step.url) : step.title}</span>
          <span class="journey-url" title={readableUrl(step.url)}>
            {shortUrl(step.url)}
          </span>
        </li>
      ))}
    </ol>
  );
};

const Details = (props: { readonly visit: Visit; readonly nowMs: ReadonlySignal<number> }) => {
  const { t, duration } = useI18n();
  const { visit, nowMs } = props;
  return (
    <>
      <dl class="pairs">
        <dt>{t("visit.site")}</dt>
        <dd>{visit.siteName}</dd>
        <dt>{t("visit.language")}</dt>
        <dd>{t(`visit.language.${visit.language}`)}</dd>
        <dt>{t("visit.since")}</dt>
        <dd>{duration(nowMs.value - visit.startedAtMs)}</dd>
      </dl>
      <Section id="visit-page" title={t("visit.page")} testid="visit-page">
        <p class="visit-title">{visit.page.title}</p>
        <p class="visit-url">{readableUrl(visit.page.url)}</p>
      </Section>
      <Section id="visit-journey" title={t("visit.journey")} testid="visit-journey">
        <Journey visit={visit} />
      </Section>
      <Section id="visit-facts" title={t("visit.facts")} testid="visit-facts">
        {visit.facts === null ? (
          <p class="empty">{t("visit.factsEmpty")}</p>
        ) : (
          <FactsList facts={visit.facts} />
        )}
      </Section>
    </>
  );
};

export interface VisitViewProps {
  readonly model: VisitModel;
  readonly nowMs: ReadonlySignal<number>;
  /** What can be done with the visitor, or with this pane. */
  readonly actions: ComponentChildren;
  /** Above what is known of the visitor, or, as `instead`, in its place. */
  readonly above?: ((visit: Visit) => ComponentChildren) | undefined;
  readonly instead?: ComponentChildren;
}

const Body = ({ model, nowMs, above }: Pick<VisitViewProps, "model" | "nowMs" | "above">) => {
  const { t } = useI18n();
  const state = model.state.value;
  switch (state.kind) {
    case "none":
    case "loading":
      return <p class="empty">{t(`visit.${state.kind}`)}</p>;
    case "failed":
      return (
        <div class="empty" role="alert">
          <p>{t("visit.failed")}</p>
          <button type="button" class="button small" onClick={() => void model.refresh()}>
            {t("visit.retry")}
          </button>
        </div>
      );
    case "shown":
      return (
        <>
          {above?.(state.visit)}
          <Details visit={state.visit} nowMs={nowMs} />
        </>
      );
  }
};

export const VisitView = ({ model, nowMs, actions, above, instead }: VisitViewProps) => {
  const { t, visitor } = useI18n();
  const state = model.state.value;
  return (
    <aside class="visit" aria-label={t("visit.label")}>
      <header class="pane-head">
        <div class="pane-title">
          <h2>{state.kind === "shown" ? visitor(state.visit.visitorLabel) : t("visit.label")}</h2>
        </div>
        {actions}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="visit-body" tabIndex={0} aria-label={t("visit.label")}>
        {instead ?? <Body model={model} nowMs={nowMs} above={above} />}
      </section>
    </aside>
  );
};
