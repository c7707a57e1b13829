/** Where the visitor writes. Enter sends, Shift and Enter begin a new line. What is not sent is there on the next page. */
import { Component, createRef } from "preact";
import { guard } from "../shared/guard.ts";
import { clean } from "../shared/text.ts";
import { ICON, Icon } from "./parts.tsx";
import type { Scene } from "./scene.ts";

const TEXT_MAX = 10_000;

export class Composer extends Component<{ readonly scene: Scene }> {
  readonly #field = createRef<HTMLTextAreaElement>();

  override componentDidMount(): void {
    this.componentDidUpdate();
    // Whoever opened the panel wants to write. On a page that merely resumes an open panel, focus stays where it is.
    if (this.props.scene.app.takeFocus()) this.#field.current?.focus({ preventScroll: true });
  }

  override componentDidUpdate(): void {
    const field = this.#field.current;
    const { draft } = this.props.scene.app.talk;
    if (field !== null && field.value !== draft) field.value = draft;
  }

  override componentWillUnmount(): void {
    const { app } = this.props.scene;
    if (app.context.root.activeElement === this.#field.current) app.passFocus();
  }

  readonly #send = guard((event: Event) => {
    event.preventDefault();
    const field = this.#field.current;
    const text = clean(field?.value ?? "").trim();
    if (field === null || text === "") return;
    this.props.scene.app.talk.send(text);
    field.value = this.props.scene.app.talk.draft;
    field.focus();
  });

  readonly #onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.#send(event);
  };

  override render() {
    const { words, app } = this.props.scene;
    return (
      <form class="composer" onSubmit={this.#send}>
        <textarea
          ref={this.#field}
          data-testid="composer"
          rows={1}
          maxLength={TEXT_MAX}
          placeholder={words.composer}
          aria-label={words.composer}
          onKeyDown={this.#onKeyDown}
          onInput={event => app.talk.typed(event.currentTarget.value)}
        />
        <button type="submit" class="primary send" data-testid="send" aria-label={words.send}>
          <Icon path={ICON.send} />
        </button>
      </form>
    );
  }
}
