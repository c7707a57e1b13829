/** When nobody is free: a callback or a mail instead of a queue. Nobody gets stuck. */
import type { Alternative } from "@lotse/protocol";
import { isPhone } from "@lotse/protocol/phone";
import { Component, createRef } from "preact";
import type { Requesting } from "../../core/state.ts";
import { clean } from "../../shared/text.ts";
import type { Scene } from "../scene.ts";
import { dialogWords } from "./words.ts";

const TEXT_MAX = 2_000;

interface Props {
  readonly scene: Scene;
  readonly request: Requesting;
}

export class RequestForm extends Component<Props, { readonly kind: Alternative }> {
  override state = { kind: this.props.request.ways[0] ?? "callback" };
  readonly #form = createRef<HTMLFormElement>();

  override componentDidMount(): void {
    const form = this.#form.current;
    if (form !== null && this.props.scene.app.takeFocus())
      form.querySelector<HTMLElement>("[name=reach]")?.focus();
  }

  readonly #submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const read = (name: string) => clean(String(data.get(name) ?? "")).trim();
    const [reach, text] = [read("reach"), read("text")];
    if (reach === "") return;
    void this.props.scene.app.requests.leave({ kind: this.state.kind, reach, text });
  };

  #lead(): string | null {
    const words = dialogWords(this.props.scene.language);
    const { reason, agentName, why } = this.props.request;
    if (reason === "withdrawn") return words.withdrawn(agentName);
    if (why !== null) return this.props.scene.words.turnedAway(why);
    return reason === "nobody" ? words.nobody : null;
  }

  override render({ scene, request }: Props) {
    const { app, language } = scene;
    const words = dialogWords(language);
    const { kind } = this.state;
    if (request.progress === "sent") {
      return (
        <div class="thanks" data-testid="request-sent" role="status">
          <p>{words.requestSent}</p>
        </div>
      );
    }
    const lead = this.#lead();
    const reach = {
      id: "lotse-reach",
      name: "reach",
      required: true,
      maxLength: 200,
      "data-testid": "request-reach",
    };
    const choice = (value: Alternative, label: string) => (
      <label>
        <input
          type="radio"
          name="kind"
          checked={kind === value}
          data-testid={`request-${value}`}
          onChange={() => this.setState({ kind: value })}
        />
        <span>{label}</span>
      </label>
    );
    return (
      <form class="request" data-testid="request-form" ref={this.#form} onSubmit={this.#submit}>
        {lead !== null && <p role="status">{lead}</p>}
        <fieldset>
          <legend>{words.requestHint}</legend>
          {request.ways.length > 1 && choice("callback", words.callback)}
          {request.ways.length > 1 && choice("message", words.message)}
        </fieldset>
        {request.back?.kind === "talking" && request.back.conversation.state === "waiting" && (
          <p data-testid="leaves-line">{words.leavesLine}</p>
        )}
        <div class="field">
          <label for="lotse-reach">{kind === "callback" ? words.phone : words.mail}</label>
          {kind === "callback" ? (
            <input
              {...reach}
              key="tel"
              type="tel"
              autoComplete="tel"
              onInput={({ currentTarget: field }) =>
                field.setCustomValidity(isPhone(field.value) ? "" : words.phoneWrong)
              }
            />
          ) : (
            <input {...reach} key="email" type="email" autoComplete="email" />
          )}
        </div>
        <label class="field">
          {words.about}
          <textarea
            name="text"
            rows={3}
            maxLength={TEXT_MAX}
            // What was written, and no chat has taken.
            defaultValue={request.back?.kind === "talking" ? "" : app.talk.draft.slice(0, TEXT_MAX)}
            data-testid="request-text"
          />
        </label>
        {request.progress === "failed" && (
          <p class="error" role="alert">
            {scene.words.failed}
          </p>
        )}
        <button
          type="submit"
          class="primary"
          data-testid="request-send"
          disabled={request.progress === "sending"}
        >
          {request.progress === "sending" ? words.requestSending : words.requestSend}
        </button>
        {request.back !== null && (
          <button
            type="button"
            class="link"
            onClick={() => {
              app.passFocus();
              app.requests.back();
            }}
          >
            {words.back}
          </button>
        )}
      </form>
    );
  }
}

/** Instead of the invitation that was just taken back. */
export const Withdrawn = ({ scene, request }: Props) => (
  <div class="card" role="dialog" aria-label={dialogWords(scene.language).requestHint}>
    <RequestForm scene={scene} request={request} />
    <button
      type="button"
      class="link"
      data-testid="request-dismiss"
      onClick={() => scene.app.talk.startAnew()}
    >
      {request.progress === "sent" ? scene.words.dismiss : scene.words.decline}
    </button>
  </div>
);
