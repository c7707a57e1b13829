/** The chat itself: head with the person, what was said, and what can be done now. */
import type { ComponentChildren } from "preact";
import type { Talking } from "../core/state.ts";
import { Composer } from "./Composer.tsx";
import { Greeting } from "./Greeting.tsx";
import { Messages } from "./Messages.tsx";
import { Avatar, ICON, Icon } from "./parts.tsx";
import { isShut, type Scene } from "./scene.ts";

const Head = ({ scene }: { readonly scene: Scene }) => {
  const { words, contact, app } = scene;
  const conversation = contact.kind === "talking" ? contact.conversation : null;
  const agent = conversation?.agent ?? null;
  return (
    <header>
      {agent !== null && <Avatar name={agent.name} />}
      <div>
        <h2 id="chat-title">
          {agent === null
            ? words.title
            : [agent, ...(conversation?.others ?? [])].map(each => each.name).join(", ")}
        </h2>
        {conversation?.state === "active" && (
          <small>{conversation.agentOnline === false ? words.away : words.talkingTo}</small>
        )}
        {conversation?.state === "waiting" && <small>{words.waitingStatus}</small>}
      </div>
      <button
        type="button"
        class="icon"
        aria-label={words.close}
        data-testid="chat-close"
        onClick={() => app.close()}
      >
        <Icon path={ICON.close} />
      </button>
    </header>
  );
};

/** Says why nothing moves. Nothing to say while all is well. */
const LinkNote = ({ scene: { link, words } }: { readonly scene: Scene }) => {
  if (link === "online" || link === "none" || link === "closed") return null;
  const text = link === "offline" ? words.offline : link === "refused" ? words.refused : words.connectingHub;
  return (
    <p class="note" role="status" data-testid="connection">
      {text}
    </p>
  );
};

/** Place and expected wait come with the views that know their words; the way out is there from the start. */
const Waiting = ({ scene, talking }: { readonly scene: Scene; readonly talking: Talking }) => {
  const { words, app, outlookViews } = scene;
  const { conversation } = talking;
  if (conversation.state !== "waiting") return null;
  return (
    <div class="note" data-testid="waiting">
      <div role="status">
        {words.waiting}
        {outlookViews && <outlookViews.Standing scene={scene} conversation={conversation} />}
      </div>
      {outlookViews && conversation.alternatives?.length ? (
        <div class="answers">
          <outlookViews.Ways scene={scene} ways={conversation.alternatives} />
        </div>
      ) : (
        <button
          type="button"
          class="link"
          data-testid="prefer-request"
          onClick={() => {
            app.passFocus();
            app.requests.begin("chosen");
          }}
        >
          {words.preferRequest}
        </button>
      )}
    </div>
  );
};

const Tools = ({ scene }: { readonly scene: Scene }) => {
  const { words, app, sharing } = scene;
  return (
    <div class="tools">
      {scene.contact.kind === "talking" && scene.contact.conversation.state === "active" && (
        <button
          type="button"
          class="link"
          data-testid="cobrowse-share"
          disabled={sharing.kind !== "none" && sharing.kind !== "failed"}
          onClick={() => app.sharing.propose()}
        >
          {sharing.kind === "active" ? words.sharing : words.share}
        </button>
      )}
      <button type="button" class="link" data-testid="conversation-end" onClick={() => app.talk.end()}>
        {words.end}
      </button>
    </div>
  );
};

const Body = ({ scene }: { readonly scene: Scene }): ComponentChildren => {
  const { contact, words, dialogs, offers, app } = scene;
  switch (contact.kind) {
    case "offered":
      return offers && <offers.Invitation scene={scene} offered={contact} />;
    case "request":
      return (
        <>
          {dialogs !== null && <dialogs.RequestForm scene={scene} request={contact} />}
          {contact.progress === "sent" && (
            <button type="button" class="wide" onClick={() => app.talk.startAnew()}>
              {words.again}
            </button>
          )}
        </>
      );
    case "none":
      return <Greeting scene={scene} contact={contact} />;
    case "opening":
      return (
        <>
          <Messages scene={scene} log={null} pending={contact.lines} />
          <LinkNote scene={scene} />
        </>
      );
    case "talking":
      return (
        <>
          <Messages scene={scene} log={contact.log} pending={contact.log.pending} />
          <LinkNote scene={scene} />
          <Waiting scene={scene} talking={contact} />
          {contact.conversation.state === "ended" && (
            <button
              type="button"
              class="wide"
              data-testid="conversation-again"
              onClick={() => app.talk.startAnew()}
            >
              {words.again}
            </button>
          )}
        </>
      );
  }
};

/** Nobody would read it: a conversation that is over, a form instead, or nobody who would take it now. */
const isOver = ({ contact, outlook, outlookViews }: Scene) => {
  if (contact.kind === "talking") return contact.conversation.state === "ended";
  const isKnown = outlookViews !== null && outlook !== null && outlook !== "asking";
  return contact.kind === "request" || (contact.kind === "none" && isKnown && isShut(outlook));
};

/** Below everything that changes: the field stays the same element, and keeps the focus, whatever is found out meanwhile. */
const Foot = ({ scene }: { readonly scene: Scene }) => (
  <>
    {!isOver(scene) && scene.contact.kind !== "offered" && <Composer scene={scene} />}
    {!isOver(scene) && scene.contact.kind === "talking" && <Tools scene={scene} />}
  </>
);

export const Panel = ({ scene }: { readonly scene: Scene }) => (
  <section
    class="panel"
    data-testid="chat-panel"
    role="dialog"
    aria-labelledby="chat-title"
    // A click between the controls keeps the keyboard in here.
    tabIndex={-1}
    inert={scene.dialogs !== null && scene.sharing.kind === "asking"}
    onKeyDown={event => {
      if (event.key === "Escape" && !event.isComposing) scene.app.close();
    }}
  >
    <Head scene={scene} />
    {scene.sharing.kind === "failed" && (
      <p class="note error" role="alert">
        {scene.words.shareFailed}
      </p>
    )}
    <Body scene={scene} />
    <Foot scene={scene} />
  </section>
);
