/** What each command does, and when it may be done. Knows models and places, not how anything looks. */
import type { I18n } from "../i18n/i18n.ts";
import type { Route } from "../routing/routes.ts";
import { COMMANDS, type CommandBinding, type CommandBindings, type CommandId } from "../ui/commands.ts";
import type { ConsoleModel } from "./ConsoleModel.ts";
import type { Preferences } from "./Preferences.ts";

export interface CommandDeps {
  readonly model: ConsoleModel;
  readonly preferences: Preferences;
  readonly i18n: I18n;
  /** Puts the cursor where one writes. */
  readonly focusComposer: () => void;
}

type Bind<Id extends CommandId> = (deps: CommandDeps) => Readonly<Record<Id, CommandBinding>>;

const always = () => true;

const ringing: Bind<"accept" | "decline" | "takeNext" | "wrapUp"> = ({ model }) => {
  const first = () => model.inbox.offers.value[0] ?? null;
  const answer = (how: "accept" | "decline"): CommandBinding => ({
    available: () => first() !== null,
    run: () => {
      const offer = first();
      if (offer !== null) void model.inbox[how](offer.id);
    },
  });
  const { work, inbox } = model;
  return {
    accept: answer("accept"),
    decline: answer("decline"),
    takeNext: {
      available: () => inbox.queue.value.some(({ queueId }) => queueId !== undefined),
      run: () => void work.next(),
    },
    wrapUp: {
      available: () => work.wrapUps.value.length > 0,
      run: () => {
        const first = work.wrapUps.value[0];
        if (first !== undefined) void work.endWrapUp(first.workItemId);
      },
    },
  };
};

const conversations: Bind<"nextWaiting" | "next" | "previous"> = ({ model }) => {
  const move = (by: () => void): CommandBinding => ({
    available: () => model.conversations.list.value.length > 0,
    run: () => {
      model.goTo("inbox");
      model.pane.value = "conversation";
      by();
      model.toConversation();
    },
  });
  return {
    nextWaiting: move(() => model.conversations.nextWaiting()),
    next: move(() => model.conversations.step(1)),
    previous: move(() => model.conversations.step(-1)),
  };
};

const conversation: Bind<"compose" | "cobrowse" | "end" | "handOn" | "fold" | "visitor"> = deps => {
  const { model, focusComposer } = deps;
  const { t } = deps.i18n;
  const item = () => (model.area.value === "inbox" ? model.work.selected.value : null);
  const selected = () =>
    model.router.route.value.kind === "inbox" ? model.conversations.selected.value : null;
  /** What a colleague only helps with is not theirs to hand on, to share or to end. */
  const isOwn = () => selected()?.ended.value === false && selected()?.helping.value === null;
  const work = () => {
    const at = selected();
    return item() ?? (at === null || !isOwn() ? null : model.work.of(at.id));
  };
  const sharing = () => selected()?.sharing.value === true;
  return {
    compose: { available: () => selected()?.writable.value === true, run: focusComposer },
    cobrowse: {
      label: () => t(sharing() ? "action.cobrowseStop" : "action.cobrowse"),
      available: isOwn,
      run: () => void (sharing() ? selected()?.stopCobrowse() : selected()?.requestCobrowse()),
    },
    end: {
      label: () => {
        if (item() !== null) return t("work.done");
        return t(selected()?.ended.value === true ? "action.dismiss" : "action.end");
      },
      available: () => item() !== null || isOwn() || selected()?.ended.value === true,
      run: () => {
        const [at, other] = [selected(), item()];
        if (other !== null) {
          void model.work.done(other);
          return;
        }
        if (at?.ended.value === true) model.conversations.dismiss(at.id);
        else model.asking.value = "end";
      },
    },
    handOn: {
      available: () => work() !== null,
      run: () => model.work.handOnOf(work()?.workItemId ?? null),
    },
    fold: {
      available: () => model.live.value !== null,
      run: () => {
        model.chatFolded.value = !model.chatFolded.value;
      },
    },
    visitor: { available: () => model.area.value === "inbox", run: () => model.toggleVisitorPane() },
  };
};

const pointing: Bind<"point" | "highlight" | "draw" | "act" | "clearMarks" | "zoom"> = ({ model }) => {
  const hand = () => model.live.value?.pointing ?? null;
  const may = () => hand()?.allowed.value === true;
  const select = (tool: "point" | "highlight" | "draw"): CommandBinding => ({
    available: may,
    run: () => hand()?.select(tool),
  });
  return {
    point: select("point"),
    highlight: select("highlight"),
    draw: select("draw"),
    act: {
      available: () => model.live.value !== null,
      run: () => model.live.value?.acting.choose(),
    },
    clearMarks: { available: may, run: () => hand()?.clear() },
    zoom: { available: () => hand() !== null, run: () => hand()?.toggleZoom() },
  };
};

const places: Bind<
  | "inbox"
  | "visitors"
  | "radar"
  | "settings"
  | "people"
  | "queues"
  | "channels"
  | "blending"
  | "sites"
  | "audit"
> = ({ model }) => {
  const settings = (page: Extract<Route, { kind: "settings" }>["page"]): CommandBinding => ({
    available: () => model.settings.may(page),
    run: () => model.router.go({ kind: "settings", page }),
  });
  return {
    inbox: { available: always, run: () => model.goTo("inbox") },
    visitors: { available: always, run: () => model.goTo("visitors") },
    radar: { available: () => model.may("radar"), run: () => model.goTo("radar") },
    settings: { available: always, run: () => model.goTo("settings") },
    people: settings("people"),
    queues: settings("queues"),
    channels: settings("channels"),
    blending: settings("blending"),
    sites: settings("sites"),
    audit: settings("audit"),
  };
};

const console: Bind<
  "presence" | "palette" | "help" | "firstSteps" | "language" | "theme" | "signout"
> = deps => {
  const { model, preferences } = deps;
  const { t } = deps.i18n;
  const show = (sheet: "palette" | "help") => () => {
    model.sheet.value = sheet;
  };
  return {
    presence: {
      label: () => t(model.isAvailable() ? "action.presence.away" : "action.presence.available"),
      available: () => model.inbox.agent.value !== null,
      run: () => void model.inbox.setPresence(model.isAvailable() ? "away" : "available"),
    },
    palette: { available: always, run: show("palette") },
    help: { available: always, run: show("help") },
    firstSteps: {
      available: always,
      run: () => {
        model.firstSteps.show();
        model.sheet.value = "firstSteps";
      },
    },
    language: { available: always, run: () => preferences.switchLanguage() },
    theme: { available: always, run: () => preferences.switchTheme() },
    signout: { available: always, run: () => model.signOut() },
  };
};

export const bindCommands = (deps: CommandDeps): CommandBindings => ({
  ...ringing(deps),
  ...conversations(deps),
  ...conversation(deps),
  ...pointing(deps),
  ...places(deps),
  ...console(deps),
});

/** How it is called now. */
export const labelOf = (id: CommandId, bindings: CommandBindings, { t }: I18n): string =>
  bindings[id].label?.() ?? t(COMMANDS[id].words);
