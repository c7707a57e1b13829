/** A card that comes up once nobody types any more, and is said to those who do not see it. Where it stands is not its business. */
import { Component, type ComponentChildren } from "preact";
import type { Scene } from "../scene.ts";

interface Props {
  readonly scene: Scene;
  readonly says: string;
  /** Like the loader's, of what the loader does not hear. */
  readonly quietInMs: () => number;
  readonly onEscape: () => void;
  readonly children: ComponentChildren;
}

export class Quiet extends Component<Props, { readonly isQuiet: boolean }> {
  override state = { isQuiet: false };
  readonly #abort = new AbortController();

  override componentDidMount(): void {
    const { clock, quietInMs, root } = this.props.scene.app.context;
    const { signal } = this.#abort;
    const wait = () => {
      if (signal.aborted) return;
      const leftMs = Math.max(quietInMs(), this.props.quietInMs());
      if (leftMs > 0) clock.after(leftMs, wait);
      else this.setState({ isQuiet: true });
    };
    wait();
    const onKeyDown = (event: Event) => {
      if ((event as KeyboardEvent).key !== "Escape" || event.defaultPrevented || !this.state.isQuiet) return;
      // Nothing is put off that nobody can see.
      if (root.querySelector("[data-corner=none]") === null) this.props.onEscape();
    };
    // Keys in here are kept from the page's document.
    for (const target of [document, root]) target.addEventListener("keydown", onKeyDown, { signal });
  }

  override componentWillUnmount(): void {
    this.#abort.abort();
  }

  override render({ says, children }: Props) {
    const { isQuiet } = this.state;
    return (
      <>
        {isQuiet && (
          <div class="card" data-corner="right" tabIndex={-1}>
            {children}
          </div>
        )}
        <p class="hidden" role="status" dir="auto">
          {isQuiet && says}
        </p>
      </>
    );
  }
}
