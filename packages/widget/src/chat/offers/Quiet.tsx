/** Shows what is in it once nobody types any more, and says it to those who do not see it. */
import type { Unsubscribe } from "@lotse/protocol";
import { Component, type ComponentChildren } from "preact";
import type { Scene } from "../scene.ts";

interface Props {
  readonly scene: Scene;
  readonly says: string;
  readonly children: ComponentChildren;
}

export class Quiet extends Component<Props, { readonly isQuiet: boolean }> {
  override state = { isQuiet: false };
  #cancel: Unsubscribe = () => {};

  override componentDidMount(): void {
    const { clock, quietInMs } = this.props.scene.app.context;
    const wait = () => {
      const leftMs = quietInMs();
      if (leftMs > 0) this.#cancel = clock.after(leftMs, wait);
      else this.setState({ isQuiet: true });
    };
    wait();
  }

  override componentWillUnmount(): void {
    this.#cancel();
  }

  override render({ says, children }: Props) {
    const { isQuiet } = this.state;
    return (
      <>
        {isQuiet && children}
        <p class="hidden" role="status">
          {isQuiet && says}
        </p>
      </>
    );
  }
}
