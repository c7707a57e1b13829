/** My work that is no conversation, and all that is parked, in wrap-up or a colleague's: one line each. */
import type { WorkView } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useI18n } from "../../ui/AppContext.ts";
import { ChannelSign } from "../../ui/ChannelSign.tsx";
import { hint } from "../../ui/commands.ts";
import type { PlanNames } from "../../ui/names.ts";
import type { WorkModel } from "./WorkModel.ts";

export interface MyItemsProps {
  readonly model: WorkModel;
  readonly names: PlanNames;
  readonly nowMs: ReadonlySignal<number>;
}

type LineProps = MyItemsProps & { readonly item: WorkView };

const useWhat = () => {
  const { visitor } = useI18n();
  return ({ label, subject }: WorkView) =>
    [visitor(label), subject].filter(text => text !== null && text !== "").join(" · ");
};

const Item = ({ model, names, nowMs, item }: LineProps) => {
  const { t, duration, visitor } = useI18n();
  const selected = model.selected.value?.workItemId === item.workItemId;
  return (
    <li>
      <button
        type="button"
        class="line"
        data-testid="work-item"
        data-work-item-id={item.workItemId}
        aria-current={selected ? "true" : undefined}
        onClick={() => model.look(item.workItemId)}
      >
        <span class="line-label">
          <ChannelSign channel={item.channel} name={names.channel(item.channel)} /> {visitor(item.label)}
        </span>
        <span class="line-time">{duration(nowMs.value - item.assignedAtMs)}</span>
        <span class="line-text">
          <bdi>{item.subject ?? t("work.noSubject")}</bdi>
        </span>
      </button>
    </li>
  );
};

/** A line that is told, with at most one thing to do about it. */
const Told = (props: LineProps & { readonly text: string; readonly children?: ComponentChildren }) => {
  const { visitor } = useI18n();
  const { item, names } = props;
  return (
    <li class="request work-told" data-testid={`work-${item.place}`}>
      <span class="line-label">
        <ChannelSign channel={item.channel} name={names.channel(item.channel)} /> {visitor(item.label)}
      </span>
      <span class="line-time">{props.children}</span>
      <span class="line-text">{[item.subject, props.text].filter(text => text !== null).join(" · ")}</span>
    </li>
  );
};

const WrapUp = (props: LineProps & { readonly first: boolean }) => {
  const { t, duration } = useI18n();
  const what = useWhat();
  const { item, model, nowMs, first } = props;
  if (item.place !== "wrapUp") return null;
  return (
    <Told {...props} text={t("work.wrapUpLeft", duration(item.untilMs - nowMs.value))}>
      <button
        type="button"
        class="button small"
        data-testid="wrapup-done"
        disabled={model.busy.value.has(item.workItemId)}
        title={first ? hint(t("action.wrapUp"), "wrapUp") : t("action.wrapUp")}
        aria-label={t("work.doneLabel", what(item))}
        onClick={() => void model.endWrapUp(item.workItemId)}
      >
        {t("work.done")}
      </button>
    </Told>
  );
};

const Assisting = (props: LineProps) => {
  const { t } = useI18n();
  const what = useWhat();
  const { item, model } = props;
  if (item.place !== "assisting") return null;
  return (
    <Told {...props} text={t("work.assistingWith", item.agent.name)}>
      <button
        type="button"
        class="button small"
        data-testid="assist-leave"
        disabled={model.busy.value.has(item.workItemId)}
        aria-label={t("work.leaveLabel", what(item))}
        onClick={() => void model.endConsult(item.workItemId)}
      >
        {t("work.leave")}
      </button>
    </Told>
  );
};

export const MyItems = (props: MyItemsProps) => (
  <ul class="lines">
    {props.model.items.value.map(item => (
      <Item key={item.workItemId} {...props} item={item} />
    ))}
  </ul>
);

const Group = (props: {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}) => (
  <section class="inbox-section" aria-labelledby={props.id}>
    <h2 id={props.id}>{props.title}</h2>
    {props.note !== undefined && <p class="empty">{props.note}</p>}
    <ul class="lines">{props.children}</ul>
  </section>
);

/** What needs nothing, or one click. */
export const OtherWork = (props: MyItemsProps) => {
  const { t } = useI18n();
  const { wrapUps, assisting, parked } = props.model;
  return (
    <>
      {wrapUps.value.length > 0 && (
        <Group id="work-wrapups" title={t("work.wrapUp")}>
          {wrapUps.value.map((item, at) => (
            <WrapUp key={item.workItemId} {...props} item={item} first={at === 0} />
          ))}
        </Group>
      )}
      {assisting.value.length > 0 && (
        <Group id="work-assisting" title={t("work.assisting")}>
          {assisting.value.map(item => (
            <Assisting key={item.workItemId} {...props} item={item} />
          ))}
        </Group>
      )}
      {parked.value.length > 0 && (
        <Group id="work-parked" title={t("work.parked")} note={t("work.parkedExplain")}>
          {parked.value.map(item => (
            <Told
              key={item.workItemId}
              {...props}
              item={item}
              text={(item.place === "parked" ? props.names.rule(item.ruleId) : null) ?? ""}
            />
          ))}
        </Group>
      )}
    </>
  );
};
