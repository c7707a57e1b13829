/** What was said, oldest first; own lines show how far they have come. Follows the end unless the reader scrolled up. */
import type { ConversationLog, PendingMessage } from "@lotse/client";
import type { Language, Message, MessageBody } from "@lotse/protocol";
import { Component, createRef } from "preact";
import { ICON, Icon, Prose } from "./parts.tsx";
import type { Scene } from "./scene.ts";
import { firstName, type Words } from "./words.ts";

const NEAR_END_PX = 80;

const noticeText = (body: Extract<MessageBody, { kind: "notice" }>, words: Words): string | null => {
  switch (body.notice) {
    case "agentJoined":
      return words.joined(body.agent.name);
    case "agentLeft":
      return words.left(body.agent.name, body.why);
    case "cobrowseStarted":
      return words.sharingStarted(firstName(body.agent.name));
    case "cobrowseEnded":
      return words.sharingEnded(body.by);
    case "ended":
      return words.ended(body.by);
    default:
      return null;
  }
};

const clockTime = (language: Language, atMs: number) =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }).format(atMs);

const Said = ({ message, log, scene }: { message: Message; log: ConversationLog; scene: Scene }) => {
  const { words, language } = scene;
  const { author, body, seq, sentAtMs } = message;
  if (body.kind === "notice") {
    const text = noticeText(body, words);
    return text === null ? null : <li class="notice">{text}</li>;
  }
  const mine = author.kind === "visitor";
  const { readSeq, deliveredSeq } = log.otherReceipt;
  const way = readSeq >= seq ? "read" : deliveredSeq >= seq ? "delivered" : "sent";
  return (
    <li class={mine ? "mine" : "theirs"} data-testid="message" data-author={author.kind}>
      <p>
        <span class="hidden">{mine ? words.you : author.kind === "agent" ? author.agent.name : ""}: </span>
        <Prose text={body.text} />
      </p>
      <small>
        {author.kind === "agent" && (
          <b data-testid="author" aria-hidden="true">
            {firstName(author.agent.name)}{" "}
          </b>
        )}
        {clockTime(language, sentAtMs)}
        {mine && (
          <span class={`way ${way}`} data-state={way}>
            <Icon path={way === "sent" ? ICON.check : ICON.checks} />
            <span class="hidden">{words[way]}</span>
          </span>
        )}
      </small>
    </li>
  );
};

const Pending = ({ message, scene }: { message: PendingMessage; scene: Scene }) => {
  const { words, app, link } = scene;
  return (
    <li class="mine pending" data-testid="message" data-author="visitor" data-state="pending">
      <p>{message.text}</p>
      {message.refused === null ? (
        <small>{link === "online" ? words.pending : words.waitsForLink}</small>
      ) : (
        <small class="error">
          {words.notSent} {words.reason(message.refused)}{" "}
          <button type="button" class="link" onClick={() => app.talk.discard(message.clientId)}>
            {words.discard}
          </button>
        </small>
      )}
    </li>
  );
};

interface Props {
  readonly scene: Scene;
  /** None before there is a conversation. */
  readonly log: ConversationLog | null;
  readonly pending: readonly PendingMessage[];
}

export class Messages extends Component<Props> {
  readonly #list = createRef<HTMLDivElement>();
  #atEnd = true;

  override componentDidMount(): void {
    this.#toEnd();
  }

  override componentDidUpdate(): void {
    if (this.#atEnd) this.#toEnd();
  }

  #toEnd(): void {
    const list = this.#list.current;
    if (list) list.scrollTop = list.scrollHeight;
  }

  override render({ scene, log, pending }: Props) {
    const name = scene.contact.kind === "talking" ? scene.contact.conversation.agent?.name : undefined;
    return (
      <div
        class="messages"
        role="log"
        aria-label={scene.words.title}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
        ref={this.#list}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
        }}
      >
        <ol>
          {log?.messages.map(message => (
            <Said key={message.seq} message={message} log={log} scene={scene} />
          ))}
          {pending.map(message => (
            <Pending key={message.clientId} message={message} scene={scene} />
          ))}
        </ol>
        {scene.agentTyping && name !== undefined && (
          <p class="typing" data-testid="typing">
            <i />
            <i />
            <i />
            <span>{scene.words.typing(firstName(name))}</span>
          </p>
        )}
      </div>
    );
  }
}
