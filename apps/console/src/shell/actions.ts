/** What the agent can do from anywhere, by key or by palette. Knows models, not how anything looks. */
import type { I18n } from "../i18n/i18n.ts";
import type { ActionId } from "../ui/keys.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";
import type { Preferences } from "./Preferences.ts";

export interface Action {
  readonly id: ActionId;
  readonly label: () => string;
  readonly enabled: () => boolean;
  readonly run: () => void;
}

export interface ActionDeps {
  readonly model: ConsoleModel;
  readonly preferences: Preferences;
  readonly i18n: I18n;
  /** Puts the cursor where one writes. */
  readonly focusComposer: () => void;
}

const always = () => true;

const offerActions = ({ model, i18n: { t } }: ActionDeps): Action[] => {
  const first = () => model.inbox.offers.value[0] ?? null;
  const answer = (how: "accept" | "decline") => () => {
    const offer = first();
    if (offer !== null) void model.inbox[how](offer.id);
  };
  const ringing = () => first() !== null;
  return [
    { id: "accept", label: () => t("action.accept"), enabled: ringing, run: answer("accept") },
    { id: "decline", label: () => t("action.decline"), enabled: ringing, run: answer("decline") },
  ];
};

const conversationActions = ({ model, i18n: { t }, focusComposer }: ActionDeps): Action[] => {
  const { conversations } = model;
  const selected = () => (model.area.value === "inbox" ? conversations.selected.value : null);
  const any = () => conversations.list.value.length > 0;
  const sharing = () => selected()?.sharing.value === true;
  const move = (by: () => void) => () => {
    model.area.value = "inbox";
    by();
  };
  return [
    {
      id: "nextWaiting",
      label: () => t("action.nextUnread"),
      enabled: any,
      run: move(() => conversations.nextWaiting()),
    },
    { id: "next", label: () => t("action.next"), enabled: any, run: move(() => conversations.step(1)) },
    {
      id: "previous",
      label: () => t("action.previous"),
      enabled: any,
      run: move(() => conversations.step(-1)),
    },
    {
      id: "compose",
      label: () => t("action.compose"),
      enabled: () => selected()?.ended.value === false,
      run: focusComposer,
    },
    {
      id: "cobrowse",
      label: () => t(sharing() ? "action.cobrowseStop" : "action.cobrowse"),
      enabled: () => selected()?.ended.value === false,
      run: () => void (sharing() ? selected()?.stopCobrowse() : selected()?.requestCobrowse()),
    },
    {
      id: "end",
      label: () => t(selected()?.ended.value === true ? "action.dismiss" : "action.end"),
      enabled: () => selected() !== null,
      run: () => {
        const conversation = selected();
        if (conversation?.ended.value === true) conversations.dismiss(conversation.id);
        else model.confirmingEnd.value = true;
      },
    },
  ];
};

const screenActions = ({ model, preferences, i18n: { t } }: ActionDeps): Action[] => [
  {
    id: "presence",
    label: () => t(model.isAvailable() ? "action.presence.away" : "action.presence.available"),
    enabled: () => model.inbox.agent.value !== null,
    run: () => void model.inbox.setPresence(model.isAvailable() ? "away" : "available"),
  },
  {
    id: "fold",
    label: () => t("action.fold"),
    enabled: () => model.live.value !== null,
    run: () => {
      model.chatFolded.value = !model.chatFolded.value;
    },
  },
  { id: "visitor", label: () => t("action.visitor"), enabled: always, run: () => model.toggleVisitorPane() },
  {
    id: "inbox",
    label: () => t("action.inbox"),
    enabled: always,
    run: () => {
      model.area.value = "inbox";
    },
  },
  {
    id: "visitors",
    label: () => t("action.visitors"),
    enabled: always,
    run: () => {
      model.area.value = "visitors";
    },
  },
  {
    id: "language",
    label: () => t("action.language"),
    enabled: always,
    run: () => preferences.switchLanguage(),
  },
  { id: "theme", label: () => t("action.theme"), enabled: always, run: () => preferences.switchTheme() },
  { id: "signout", label: () => t("action.signout"), enabled: always, run: () => model.signOut() },
];

export const createActions = (deps: ActionDeps): readonly Action[] => [
  ...offerActions(deps),
  ...conversationActions(deps),
  ...screenActions(deps),
];
