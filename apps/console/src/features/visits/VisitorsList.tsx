/** Those who are on the site now: a page of them, each with what one would want to know before speaking to them. */
import type { LiveVisitor, LiveVisitors, VisitId } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import { useI18n } from "../../ui/AppContext.ts";
import { readableUrl } from "../../ui/address.ts";
import { Link } from "../../ui/Link.tsx";
import { CloseLine } from "./CloseLine.tsx";
import { basketValue, isFilled, shortUrl } from "./claims.ts";
import { FIRST_QUERY, PAGE_SIZE, type VisitorsModel } from "./VisitorsModel.ts";

interface ListProps {
  readonly model: VisitorsModel;
  readonly nowMs: ReadonlySignal<number>;
  readonly pickedId: VisitId | null;
  readonly online: boolean;
}

/** A page in view is heard of more often than this while somebody looks. */
const SILENT_MS = 45_000;

const Row = (props: {
  readonly visitor: LiveVisitor;
  readonly nowMs: ReadonlySignal<number>;
  readonly current: boolean;
  readonly isOfLeft: boolean;
}) => {
  const i18n = useI18n();
  const { t, duration } = i18n;
  const { visitId, page, pages, language, device, basket, contact, close, startedAtMs } = props.visitor;
  const { lastSeenAtMs, inView } = props.visitor;
  const nowMs = props.nowMs.value;
  const silentMs = nowMs - lastSeenAtMs;
  const isQuiet = !inView || silentMs > SILENT_MS;
  const quiet = inView || props.isOfLeft ? "onSite.silent" : "onSite.hidden";
  const about = [
    props.isOfLeft
      ? t("onSite.stayed", duration(lastSeenAtMs - startedAtMs))
      : t("onSite.since", duration(nowMs - startedAtMs)),
    ...(pages > 0 ? [t("onSite.pages", pages)] : []),
    t(`visit.language.${language}`),
    ...(device === null ? [] : [t(`onSite.device.${device}`)]),
    ...(isFilled(basket) ? [t("onSite.basket", basketValue(basket, i18n))] : []),
    ...(isQuiet ? [t(quiet, duration(silentMs))] : []),
  ];
  return (
    <li>
      <Link
        // Of who has gone only the trace is left to look at.
        to={{ kind: "visitors", visitId, ...(props.isOfLeft ? { why: "all" as const } : {}) }}
        class="line onsite-line"
        testid="live-visitor"
        current={props.current}
      >
        <span class="line-label">{i18n.visitor(props.visitor.visitorLabel)}</span>
        {contact !== "none" && (
          <span class="tag" data-testid="live-contact">
            {t(`onSite.contact.${contact}`)}
          </span>
        )}
        <span class="onsite-page" data-testid="live-page" title={readableUrl(page.url)}>
          {page.title === "" ? shortUrl(page.url) : page.title}
        </span>
        <span class="onsite-about" data-testid="live-about">
          {about.join(" · ")}
        </span>
        {close !== null && (
          <span class="onsite-close" data-testid="live-close" data-holds={close.missing === 0}>
            <CloseLine close={close} nowMs={props.nowMs} />
          </span>
        )}
      </Link>
    </li>
  );
};

const Paging = ({ model, value }: Pick<ListProps, "model"> & { readonly value: LiveVisitors }) => {
  const { t } = useI18n();
  const { offset } = model.query.value;
  const { total, visitors } = value;
  if (total <= PAGE_SIZE) return null;
  const to = (next: number) => (
    <button
      type="button"
      class="button small"
      data-testid={next < offset ? "onsite-previous" : "onsite-next"}
      // Not disabled: it would lose the focus at the end of the list.
      aria-disabled={next < 0 || next >= total || undefined}
      onClick={() => {
        if (next >= 0 && next < total) model.change({ offset: next });
      }}
    >
      {t(next < offset ? "onSite.previous" : "onSite.next")}
    </button>
  );
  return (
    <nav class="onsite-paging" aria-label={t("onSite.paging")}>
      {to(offset - PAGE_SIZE)}
      <span data-testid="onsite-range">{t("onSite.range", offset + 1, offset + visitors.length, total)}</span>
      {to(offset + PAGE_SIZE)}
    </nav>
  );
};

const Nobody = ({ model, value }: Pick<ListProps, "model"> & { readonly value: LiveVisitors }) => {
  const { t } = useI18n();
  const { left } = model.query.value;
  if (left && !model.isFiltered.value) {
    return (
      <p class="empty" data-testid="onsite-nobody-left">
        {t("onSite.nobodyLeft")}
      </p>
    );
  }
  if (!left && value.onSite === 0) {
    return (
      <p class="empty" data-testid="onsite-empty">
        {t("onSite.empty")}
      </p>
    );
  }
  return (
    <div class="empty" data-testid="onsite-none-fits">
      <p>{t("onSite.noneFits")}</p>
      {model.isFiltered.value && (
        <button
          type="button"
          class="button small"
          data-testid="onsite-clear"
          onClick={() => model.change({ ...FIRST_QUERY, left, sort: model.query.value.sort })}
        >
          {t("onSite.clear")}
        </button>
      )}
    </div>
  );
};

const Shown = (props: ListProps & { readonly value: LiveVisitors; readonly isOld: boolean }) => {
  const { t, time, exactly } = useI18n();
  const { model, value, nowMs, pickedId } = props;
  const { left } = model.query.value;
  return (
    <>
      <p class="onsite-count" role="status" data-testid="onsite-count">
        {left ? t("onSite.countLeft", value.total) : t("onSite.count", value.total, value.onSite)}
      </p>
      {!props.online && (
        <p class="plan-note onsite-note" data-testid="onsite-as-of">
          {t("onSite.asOf", time(value.serverNowMs))}
        </p>
      )}
      {value.visitors.length === 0 ? (
        <Nobody model={model} value={value} />
      ) : (
        <ul class="lines" aria-label={t("onSite.list")} aria-busy={props.isOld}>
          {value.visitors.map(visitor => (
            <Row
              key={visitor.visitId}
              visitor={visitor}
              nowMs={nowMs}
              current={visitor.visitId === pickedId}
              isOfLeft={left}
            />
          ))}
        </ul>
      )}
      <Paging model={model} value={value} />
      <p class="field-hint onsite-note">
        {left ? t("onSite.leftHint") : t("onSite.gone", exactly(value.goneAfterMs))}
      </p>
    </>
  );
};

export const VisitorsList = (props: ListProps) => {
  const { t, error } = useI18n();
  const state = props.model.state.value;
  if (state.kind === "loading") {
    return (
      <p class="empty" role="status" aria-busy="true">
        {t("loading")}
      </p>
    );
  }
  if (state.kind === "failed") {
    return (
      <div class="empty" role="alert" data-testid="onsite-failed" data-code={state.error.code}>
        <p>{error(state.error.code)}</p>
        <button type="button" class="button small" onClick={() => props.model.refresh()}>
          {t("toast.again")}
        </button>
      </div>
    );
  }
  return <Shown {...props} value={state.value} isOld={state.isOld} />;
};
