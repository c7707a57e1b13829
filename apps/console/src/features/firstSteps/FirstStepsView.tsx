/** What to do next, for somebody new: a list that ticks itself off. */
import { Circle, CircleCheck } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useI18n } from "../../ui/AppContext.ts";
import { Copy } from "../../ui/Copy.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { snippetOf } from "../../ui/snippet.ts";
import type { FirstStepsModel } from "./FirstStepsModel.ts";

const Step = (props: {
  readonly title: string;
  readonly done: boolean;
  readonly children?: ComponentChildren;
}) => {
  const { t } = useI18n();
  const Icon = props.done ? CircleCheck : Circle;
  return (
    <li class="step" data-testid="first-step" data-done={props.done}>
      <Icon size={18} aria-hidden="true" />
      <div>
        <h3>
          {props.title}
          <span class="sr"> – {t(props.done ? "first.done" : "first.open")}</span>
        </h3>
        {props.children}
      </div>
    </li>
  );
};

const Snippet = ({ model, hubUrl }: { readonly model: FirstStepsModel; readonly hubUrl: string }) => {
  const { t } = useI18n();
  return (
    <Loaded from={model.sites}>
      {sites =>
        sites.map(site => (
          <Copy
            key={site.id}
            text={snippetOf(hubUrl, site.key)}
            label={t("site.snippet", site.name)}
            testid="first-snippet"
          />
        ))
      }
    </Loaded>
  );
};

export const FirstStepsView = (props: {
  readonly model: FirstStepsModel;
  readonly hubUrl: string;
  readonly shopUrl: string | null;
  /** Null where closing is somebody else's matter. */
  readonly onDismiss: (() => void) | null;
}) => {
  const { t } = useI18n();
  const { model, shopUrl } = props;
  const seen = model.visitorSeen.value;
  return (
    <section class="first-steps" aria-labelledby="first-steps-title" data-testid="first-steps">
      <h2 id="first-steps-title">{t("first.title")}</h2>
      <ol>
        <Step title={t("first.available")} done={model.isAvailable.value}>
          <p class="muted">{t("first.availableExplain")}</p>
        </Step>
        {model.isAdministrator.value && (
          <Step title={t("first.embed")} done={seen}>
            <p class="muted">{t("first.embedExplain")}</p>
            <Snippet model={model} hubUrl={props.hubUrl} />
          </Step>
        )}
        {shopUrl !== null && (
          <Step title={t("first.shop")} done={seen}>
            <p class="muted">{t("first.shopExplain")}</p>
            <a href={shopUrl} target="_blank" rel="noreferrer">
              {t("first.shopLink")}
            </a>
          </Step>
        )}
        <Step title={t(seen ? "first.seen" : "first.waiting")} done={seen}>
          {!seen && <p class="muted">{t("first.waitingExplain")}</p>}
        </Step>
      </ol>
      <p class="muted">{t("first.help")}</p>
      {props.onDismiss !== null && (
        <button type="button" class="button" data-testid="first-dismiss" onClick={props.onDismiss}>
          {t("first.dismiss")}
        </button>
      )}
    </section>
  );
};
