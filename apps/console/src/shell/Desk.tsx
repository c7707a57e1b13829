/** The inbox area: queue, conversation, live page, visitor side by side. Puts the features' views together. */
import { LiveView } from "../features/cobrowse/LiveView.tsx";
import type { ConversationModel } from "../features/conversation/ConversationModel.ts";
import { ConversationView } from "../features/conversation/ConversationView.tsx";
import { type InboxLine, InboxView } from "../features/inbox/InboxView.tsx";
import { Colleagues } from "../features/work/Colleagues.tsx";
import { HandedNote, HandOnButton } from "../features/work/HandOnButton.tsx";
import { Meter } from "../features/work/Meter.tsx";
import { MyItems, OtherWork } from "../features/work/MyItems.tsx";
import { Assists, Helping, WorkItemView } from "../features/work/WorkItemView.tsx";
import { useI18n } from "../ui/AppContext.ts";
import { Boundary } from "../ui/Boundary.tsx";
import type { PlanNames } from "../ui/names.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";
import { FoldedChat, VisitorPane } from "./Folded.tsx";
import { NoConversation } from "./NoConversation.tsx";
import { planNames } from "./planNames.ts";
import type { Surroundings } from "./Surroundings.ts";
import { NoPlace } from "./UnknownPlace.tsx";

const lineOf = (conversation: ConversationModel): InboxLine => {
  const last = conversation.lastMessage.value;
  const pending = conversation.pending.value.at(-1);
  const lastText = last !== null && last.body.kind === "text" ? last.body.text : null;
  return {
    id: conversation.id,
    label: conversation.view.value.visitorLabel,
    lastText: pending?.text ?? lastText,
    lastIsMine: pending !== undefined || last?.author.kind === "agent",
    waitingSinceMs: conversation.waitingSinceMs.value,
    unread: conversation.unread.value,
    typing: conversation.visitorTyping.value,
    ended: conversation.ended.value,
    lost: conversation.lost.value !== null,
  };
};

interface DeskProps {
  readonly model: ConsoleModel;
  readonly surroundings: Surroundings;
}

const Middle = ({ model, surroundings }: DeskProps) => {
  const conversation = model.conversations.selected.value;
  const live = model.live.value !== null;
  const names = usePlanNames(model);
  const item = model.work.selected.value;
  const { t } = useI18n();
  if (item !== null) {
    return (
      <WorkItemView
        key={item.workItemId}
        model={model.work}
        item={item}
        names={names}
        nowMs={model.nowMs}
        onBack={() => {
          model.pane.value = "list";
        }}
      />
    );
  }
  if (model.work.selectedId.value !== null && model.loaded.value) {
    return <NoPlace title={t("work.gone")} explanation={t("work.goneExplain")} />;
  }
  if (conversation === null || !model.loaded.value)
    return <NoConversation model={model} surroundings={surroundings} />;
  const fold = (folded: boolean) => {
    model.chatFolded.value = folded;
  };
  if (live && model.chatFolded.value) {
    return <FoldedChat conversation={conversation} onUnfold={() => fold(false)} />;
  }
  return (
    <ConversationView
      model={conversation}
      online={model.connectionState.value.kind === "online"}
      nowMs={model.nowMs}
      onFold={live ? () => fold(true) : null}
      onBack={() => {
        model.pane.value = "list";
      }}
      confirmingEnd={model.asking.value === "end"}
      onConfirmEnd={asking => {
        model.asking.value = asking ? "end" : null;
      }}
      onDismiss={() => model.conversations.dismiss(conversation.id)}
      work={asWork(model, conversation, names)}
    />
  );
};

const usePlanNames = (model: ConsoleModel): PlanNames => {
  const { inForce, retired } = model.settings.plan;
  return planNames({ plan: inForce.value, retired: retired.value }, useI18n());
};

const Inbox = ({ model, alone }: { readonly model: ConsoleModel; readonly alone: boolean }) => {
  const names = usePlanNames(model);
  const { work, nowMs } = model;
  const meter = work.meter.value;
  const parts = { model: work, names, nowMs };
  const isItem = work.selectedId.value !== null;
  return (
    <InboxView
      alone={alone}
      model={model.inbox}
      nowMs={nowMs}
      loaded={model.loaded.value}
      lines={model.conversations.list.value.map(lineOf)}
      selectedId={isItem ? null : (model.conversations.selected.value?.id ?? null)}
      onSelect={id => model.open(id)}
      names={names}
      acts={{
        busy: work.busy,
        next: () => void work.next(),
        take: id => void work.pick(id),
        why: ({ workItemId, visitorLabel }) => work.ask({ workItemId, label: visitorLabel }),
      }}
      work={{
        meter: meter === null ? null : <Meter meter={meter} names={names} />,
        items: <MyItems {...parts} />,
        itemCount: work.items.value.length,
        others: <OtherWork {...parts} />,
        colleagues: <Colleagues model={work} />,
      }}
    />
  );
};

/** What a conversation is as work: who gave it, who helps, and handing it on. */
const asWork = (model: ConsoleModel, conversation: ConversationModel, names: PlanNames) => {
  const item = model.work.of(conversation.id);
  if (item === null) return { acts: null, told: null };
  return {
    acts: <HandOnButton model={model.work} item={item} />,
    told: (
      <>
        <Helping model={model.work} item={item} />
        {item.note !== null && item.note !== "" && <HandedNote item={item} names={names} />}
        {item.place === "assigned" && <Assists model={model.work} item={item} />}
      </>
    ),
  };
};

export const Desk = ({ model, surroundings }: DeskProps) => {
  const live = model.live.value;
  const { onCrash, narrow } = surroundings;
  /** The pane that has the whole window; null = they stand side by side. */
  const alone = narrow.value ? model.pane.value : null;
  return (
    <div
      class="desk"
      data-live={live !== null}
      data-folded={live !== null && model.chatFolded.value}
      data-visitor={model.work.selectedId.value === null ? model.visitorPane.value : "none"}
    >
      {alone !== "conversation" && (
        <Boundary name="list" onCrash={onCrash}>
          <Inbox model={model} alone={alone === "list"} />
        </Boundary>
      )}
      {alone !== "list" && <Rest model={model} surroundings={surroundings} />}
    </div>
  );
};

/** Conversation, live page, visitor. */
const Rest = ({ model, surroundings }: DeskProps) => {
  const live = model.live.value;
  const { onCrash } = surroundings;
  const at = model.work.selectedId.value ?? model.conversations.selectedId.value;
  return (
    <>
      <Boundary key={at} name="conversation" onCrash={onCrash}>
        <Middle model={model} surroundings={surroundings} />
      </Boundary>
      {live !== null && (
        <Boundary name="live" onCrash={onCrash}>
          <LiveView
            key={live}
            model={live}
            mirrorUrl={surroundings.mirrorUrl}
            nowMs={model.nowMs}
            onStop={() => void model.conversations.selected.value?.stopCobrowse()}
          />
        </Boundary>
      )}
      {/* An item that is no conversation has no visitor to show. */}
      {model.work.selectedId.value === null && (
        <Boundary name="visit" onCrash={onCrash}>
          <VisitorPane model={model} />
        </Boundary>
      )}
    </>
  );
};
