/** Visitors: those one is in contact with and those who are on the site, and beside them the one that is looked at. */
import type { ConversationId, LiveVisitor, VisitView as Visit, VisitId } from "@lotse/protocol";
import { ArrowLeft } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { TracePane } from "../features/radar/trace/TracePane.tsx";
import { CloseLine } from "../features/visits/CloseLine.tsx";
import { hindranceOf } from "../features/visits/hindrance.ts";
import { InvitePart } from "../features/visits/InvitePart.tsx";
import { VisitorsFilter } from "../features/visits/VisitorsFilter.tsx";
import { VisitorsList } from "../features/visits/VisitorsList.tsx";
import { Section, VisitView } from "../features/visits/VisitView.tsx";
import { useI18n } from "../ui/AppContext.ts";
import { Link } from "../ui/Link.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";

interface Known {
  readonly visitId: VisitId;
  readonly label: string;
  readonly how: "talking" | "ringing" | "invited" | "message" | "callback";
  readonly conversationId: ConversationId | null;
}

/** Who talks comes before who rings, who was invited, who left something; each visitor once. */
const knownVisitors = (model: ConsoleModel): readonly Known[] => {
  const talking = model.conversations.list.value
    .filter(conversation => !conversation.ended.value)
    .map(conversation => {
      const { visitId, visitorLabel } = conversation.view.value;
      return { visitId, label: visitorLabel, how: "talking" as const, conversationId: conversation.id };
    });
  const ringing = model.inbox.offers.value.flatMap(({ visitId, visitorLabel }) =>
    visitId === null ? [] : { visitId, label: visitorLabel, how: "ringing" as const, conversationId: null },
  );
  const told = [...model.onSite.invitations.told.value.values()];
  const invited = told.flatMap(({ invitation }) => {
    if (invitation?.state !== "offered") return [];
    const { visitId, visitorLabel } = invitation;
    return { visitId, label: visitorLabel, how: "invited" as const, conversationId: null };
  });
  const left = model.inbox.requests.value.map(({ visitId, reach, kind }) => {
    return { visitId, label: reach, how: kind, conversationId: null };
  });
  const seen = new Set<VisitId>();
  return [...talking, ...ringing, ...invited, ...left].filter(({ visitId }) => {
    if (seen.has(visitId)) return false;
    seen.add(visitId);
    return true;
  });
};

interface AreaProps {
  readonly model: ConsoleModel;
}

const InContact = ({ model, known }: AreaProps & { readonly known: readonly Known[] }) => {
  const { t, visitor } = useI18n();
  if (known.length === 0) return null;
  return (
    <section class="onsite-section" aria-labelledby="in-contact">
      <h2 id="in-contact">{t("onSite.contact")}</h2>
      <ul class="lines">
        {known.map(({ visitId, label, how }) => (
          <li key={visitId}>
            <Link
              to={{ kind: "visitors", visitId }}
              class="line"
              testid="visitor-item"
              current={visitId === model.pickedVisitId.value}
            >
              <span class="line-label">{visitor(label)}</span>
              <span class="line-text">{t(how === "invited" ? "invite.invited" : `visitors.${how}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Here = ({ model }: AreaProps) => {
  const { t } = useI18n();
  const { visitors } = model.onSite;
  useEffect(() => {
    visitors.enter();
    return () => visitors.leave();
  }, [visitors]);
  return (
    <section class="onsite-section" aria-labelledby="on-site" data-testid="onsite">
      <h2 id="on-site">{t(visitors.query.value.left ? "onSite.titleLeft" : "onSite.title")}</h2>
      <VisitorsFilter model={visitors} mayTrace={model.radar.may()} />
      <VisitorsList
        model={visitors}
        nowMs={model.nowMs}
        pickedId={model.pickedVisitId.value}
        online={model.connectionState.value.kind === "online"}
      />
    </section>
  );
};

/** As the live list has them, if they are on its present page. */
const rowOf = ({ onSite }: ConsoleModel, visit: Visit): LiveVisitor | undefined => {
  const list = onSite.visitors.state.value;
  return list.kind === "shown" ? list.value.visitors.find(one => one.visitId === visit.id) : undefined;
};

const Rules = ({ model, visit }: AreaProps & { readonly visit: Visit }) => {
  const { t } = useI18n();
  const close = rowOf(model, visit)?.close ?? null;
  if (close === null && !model.radar.may()) return null;
  return (
    <Section id="visit-rules" title={t("radar.rules")} testid="visit-rules">
      {close !== null && (
        <p class="break" data-testid="visit-close">
          <CloseLine close={close} nowMs={model.nowMs} />
        </p>
      )}
      {model.radar.may() && (
        <Link to={{ kind: "visitors", visitId: visit.id, why: "all" }} testid="visit-why">
          {t("trace.open")}
        </Link>
      )}
    </Section>
  );
};

const Above = (props: AreaProps & { readonly visit: Visit; readonly known: Known | undefined }) => {
  const { t, time } = useI18n();
  const { model, visit, known } = props;
  const { visitors, invitations } = model.onSite;
  const list = visitors.state.value;
  const isGone = list.kind === "shown" && model.nowMs.value - visit.lastSeenAtMs > list.value.goneAfterMs;
  return (
    <>
      {isGone && (
        <p class="plan-note onsite-note" data-testid="visit-gone">
          {t("onSite.isGone", time(visit.lastSeenAtMs))}
        </p>
      )}
      <Section id="visit-invite" title={t("invite.title")} testid="visit-invite">
        <InvitePart
          model={invitations}
          visit={visit}
          nowMs={model.nowMs}
          isGone={isGone}
          inContact={known?.how === "talking" || known?.how === "ringing"}
          hindrance={hindranceOf({
            row: rowOf(model, visit),
            agent: model.inbox.agent.value,
            meter: model.work.meter.value,
          })}
        />
      </Section>
      <Rules model={model} visit={visit} />
    </>
  );
};

const Picked = ({ model, known }: AreaProps & { readonly known: readonly Known[] }) => {
  const { t } = useI18n();
  const route = model.router.route.value;
  const visitId = model.pickedVisitId.value;
  const why = route.kind === "visitors" ? route.why : undefined;
  const picked = known.find(one => one.visitId === visitId);
  const conversationId = picked?.conversationId ?? null;
  const mayTrace = why !== undefined && visitId !== null && model.radar.may();
  return (
    <VisitView
      model={model.visit}
      nowMs={model.nowMs}
      actions={
        <>
          {visitId !== null && (
            <Link
              to={{ kind: "visitors", visitId: why === undefined ? null : visitId }}
              class="button small"
              testid="visitors-back"
            >
              <ArrowLeft size={16} aria-hidden="true" />
              {t(why === undefined ? "onSite.back" : "trace.back")}
            </Link>
          )}
          {conversationId !== null && (
            <button type="button" class="button" onClick={() => model.open(conversationId)}>
              {t("visitors.toConversation")}
            </button>
          )}
        </>
      }
      above={visit => <Above model={model} visit={visit} known={picked} />}
      instead={mayTrace ? <TracePane visitId={visitId} ruleId={why === "all" ? null : why} /> : undefined}
    />
  );
};

export const VisitorsArea = ({ model }: AreaProps) => {
  const { t } = useI18n();
  const known = knownVisitors(model);
  return (
    <div class="visitors" data-picked={model.pickedVisitId.value !== null}>
      <main id="conversation" class="inbox onsite" tabIndex={-1} aria-labelledby="visitors-title">
        <h1 id="visitors-title" class="visitors-title">
          {t("visitors.title")}
        </h1>
        <div class="onsite-body">
          <InContact model={model} known={known} />
          <Here model={model} />
        </div>
      </main>
      <Picked model={model} known={known} />
    </div>
  );
};
