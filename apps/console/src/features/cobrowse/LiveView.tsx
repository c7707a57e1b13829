/** The visitor's page, large. The picture itself is drawn by the mirror document, which is none of ours. */
import { MIRROR_HELLO } from "@lotse/cobrowse/replay/port";
import type { ReadonlySignal } from "@preact/signals";
import { CircleStop, Eye } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { useI18n } from "../../ui/AppContext.ts";
import { readableUrl } from "../../ui/address.ts";
import { hint } from "../../ui/commands.ts";
import { ActingTools, ActTool } from "./ActingTools.tsx";
import type { LiveModel, LiveState } from "./LiveModel.ts";
import { mirrorPort } from "./mirrorPort.ts";
import { PointingTools } from "./PointingTools.tsx";

export interface LiveViewProps {
  readonly model: LiveModel;
  readonly mirrorUrl: string;
  readonly nowMs: ReadonlySignal<number>;
  readonly onStop: () => void;
}

const Status = ({ state, onRetry }: { readonly state: LiveState; readonly onRetry: () => void }) => {
  const { t, error } = useI18n();
  if (state.kind === "live") return null;
  if (state.kind === "refused" || state.kind === "crashed") {
    return (
      <div class="live-status refused" role="alert" data-testid="mirror-refused">
        <p>{state.kind === "refused" ? error(state.code) : t("cobrowse.crashed")}</p>
        <button type="button" class="button" onClick={onRetry}>
          {t("cobrowse.retry")}
        </button>
      </div>
    );
  }
  return (
    <div class="live-status" role="status">
      <p>
        <span class="spinner" aria-hidden="true" />
        {t(`cobrowse.${state.kind}`)}
      </p>
    </div>
  );
};

const Address = ({ model }: { readonly model: LiveModel }) => {
  const { t } = useI18n();
  const page = model.page.value;
  const url = page === null ? t("cobrowse.noAddress") : readableUrl(page.url);
  return (
    <div class="live-address">
      <p class="live-title">{page === null || page.title === "" ? t("cobrowse.label") : page.title}</p>
      <p class="live-url" data-testid="mirror-address" title={url}>
        {url}
      </p>
    </div>
  );
};

const Head = ({ model, onStop }: Pick<LiveViewProps, "model" | "onStop">) => {
  const { t } = useI18n();
  const page = model.page.value;
  return (
    <header class="pane-head live-head">
      <Eye size={18} aria-hidden="true" class="live-eye" />
      <Address model={model} />
      {page !== null && (
        <span class="live-size muted" title={t("cobrowse.sizeLabel")}>
          {t("cobrowse.size", page.widthPx, page.heightPx)}
        </span>
      )}
      <button
        type="button"
        class="button danger"
        data-testid="cobrowse-stop"
        title={hint(t("cobrowse.stopLong"), "cobrowse")}
        onClick={onStop}
      >
        <CircleStop size={16} aria-hidden="true" />
        <span class="live-stop-word">{t("cobrowse.stop")}</span>
      </button>
    </header>
  );
};

/** What there is to know about a picture that is as true as it can be. */
const Following = ({ model }: { readonly model: LiveModel }) => {
  const { t } = useI18n();
  if (model.away.value)
    return (
      <p class="live-note" role="status" data-testid="mirror-away">
        {t("cobrowse.away")}
      </p>
    );
  if (!model.slow.value) return null;
  return (
    <p class="live-note" role="status" data-testid="mirror-slow">
      {t("cobrowse.slow")}
    </p>
  );
};

export const LiveView = ({ model, mirrorUrl, nowMs, onStop }: LiveViewProps) => {
  const { t, language } = useI18n();
  const state = model.state.value;
  useEffect(() => () => model.release(), [model]);
  const onLoad = (frame: HTMLIFrameElement) => {
    const channel = new MessageChannel();
    const { origin } = new URL(mirrorUrl, document.baseURI);
    frame.contentWindow?.postMessage(MIRROR_HELLO, origin, [channel.port2]);
    model.attach(mirrorPort(channel.port1));
  };
  return (
    <section class="live" aria-label={t("cobrowse.label")} data-testid="live" data-state={state.kind}>
      <Head model={model} onStop={onStop} />
      <div class="live-tools">
        <PointingTools model={model.pointing}>
          <ActTool model={model.acting} pointing={model.pointing} />
        </PointingTools>
        <ActingTools model={model.acting} pointing={model.pointing} nowMs={nowMs} />
      </div>
      <div class="live-frame">
        <iframe
          key={model.life.value}
          class="mirror"
          data-testid="mirror"
          title={t("cobrowse.label")}
          src={`${mirrorUrl}#${language.value}`}
          sandbox="allow-scripts allow-same-origin"
          referrerpolicy="no-referrer"
          onLoad={event => onLoad(event.currentTarget)}
        />
        {state.kind === "live" && <Following model={model} />}
        <Status state={state} onRetry={() => model.retry()} />
      </div>
    </section>
  );
};
