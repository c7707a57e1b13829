/** Where the visitor writes. Enter sends, Shift and Enter begin a new line. The text stays in the field until sent. */
import { Component, createRef } from "preact";
import { clean } from "../shared/text.ts";
import { ICON, Icon } from "./parts.tsx";
import type { Scene } from "./scene.ts";

const TEXT_MAX = 10_000;

export class Composer extends Component<{ readonly scene: Scene }> {
  readonly #field = createRef<HTMLTextAreaElement>();

  override componentDidMount(): void {
    // Whoever opened the panel wants to write. On a page that merely resumes an open panel, focus stays where it is.
    if (this.props.scene.app.takeFocus()) this.#field.current?.focus({ preventScroll: true });
  }

  readonly #send = (event: Event) => {
    event.preventDefault();
    const field = this.#field.current;
    const text = clean(field?.value ?? "").trim();
    if (field === null || text === "") return;
    field.value = "";
    void this.props.scene.app.talk.send(text);
    field.focus();
  };

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
          onInput={() => app.talk.typed()}
        />
        <button type="submit" class="primary send" data-testid="send" aria-label={words.send}>
          <Icon path={ICON.send} />
        </button>
      </form>
    );
  }
}
