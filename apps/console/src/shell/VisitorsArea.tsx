/** The visitors this agent is in contact with, each with page, journey and facts. */
import type { ConversationId, VisitId } from "@lotse/protocol";
import { VisitView } from "../features/visits/VisitView.tsx";
import { useI18n } from "../ui/AppContext.ts";
import { Link } from "../ui/Link.tsx";
import type { ConsoleModel } from "./ConsoleModel.ts";

interface Known {
  readonly visitId: VisitId;
  readonly label: string;
  readonly how: "talking" | "ringing" | "left";
  readonly conversationId: ConversationId | null;
}

/** Who talks comes before who rings, before who left something; each visitor once. */
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
  const left = model.inbox.requests.value.map(({ visitId, reach }) => {
    return { visitId, label: reach, how: "left" as const, conversationId: null };
  });
  const seen = new Set<VisitId>();
  return [...talking, ...ringing, ...left].filter(({ visitId }) => {
    if (seen.has(visitId)) return false;
    seen.add(visitId);
    return true;
  });
};

export const VisitorsArea = ({ model }: { readonly model: ConsoleModel }) => {
  const { t, visitor } = useI18n();
  const visitors = knownVisitors(model);
  const picked = visitors.find(({ visitId }) => visitId === model.pickedVisitId.value);
  const conversationId = picked?.conversationId ?? null;
  return (
    <div class="visitors">
      <main id="conversation" class="inbox" tabIndex={-1} aria-labelledby="visitors-title">
        <h1 id="visitors-title" class="visitors-title">
          {t("visitors.title")}
        </h1>
        {visitors.length === 0 && <p class="empty">{t("visitors.empty")}</p>}
        <ul class="lines">
          {visitors.map(({ visitId, label, how }) => (
            <li key={visitId}>
              <Link
                to={{ kind: "visitors", visitId }}
                class="line"
                testid="visitor-item"
                current={visitId === model.pickedVisitId.value}
              >
                <span class="line-label">{visitor(label)}</span>
                <span class="line-text">{t(`visitors.${how}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </main>
      <VisitView
        model={model.visit}
        nowMs={model.nowMs}
        actions={
          conversationId !== null && (
            <button type="button" class="button" onClick={() => model.open(conversationId)}>
              {t("visitors.toConversation")}
            </button>
          )
        }
      />
    </div>
  );
};
