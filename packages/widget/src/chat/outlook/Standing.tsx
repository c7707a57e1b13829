/** Where a waiting visitor stands: place, expected wait, and the truth when it takes longer. */
import type { ConversationView, Unsubscribe } from "@lotse/protocol";
import { Component } from "preact";
import type { Scene } from "../scene.ts";
import { type Rungs, rungsOf, steady } from "./range.ts";
import { outlookWords, placeIn, waitIn } from "./words.ts";

interface Props {
  readonly scene: Scene;
  readonly conversation: ConversationView;
}

export class Standing extends Component<Props, { readonly overdue: boolean }> {
  override state = { overdue: false };
  #shown: Rungs | null = null;
  #position: number | null = null;
  /** Begins anew with every word of the hub's. */
  #cancel: Unsubscribe = () => {};

  override componentDidMount(): void {
    this.#watchTime();
  }

  override componentDidUpdate(before: Props): void {
    if (before.conversation.expected === this.props.conversation.expected) return;
    this.#watchTime();
    if (this.state.overdue) this.setState({ overdue: false });
  }

  override componentWillUnmount(): void {
    this.#cancel();
  }

  #watchTime(): void {
    const { scene, conversation } = this.props;
    this.#cancel();
    if (!conversation.expected) return;
    this.#cancel = scene.app.context.clock.after(conversation.expected.highMs, () =>
      this.setState({ overdue: true }),
    );
  }

  /** Another place is news; the same place with a slightly shorter estimate is not. */
  #rungs({ expected, position }: ConversationView): Rungs | null {
    const shown = position === this.#position ? this.#shown : null;
    this.#position = position;
    this.#shown = expected ? steady(shown, rungsOf(expected)) : null;
    return this.#shown;
  }

  override render({ scene, conversation }: Props) {
    const words = outlookWords(scene.language);
    const { position } = conversation;
    const rungs = this.#rungs(conversation);
    return (
      <>
        {position !== null && ` ${placeIn(words, position, true)}`}
        {rungs && <p>{this.state.overdue ? words.overdue : words.wait(waitIn(words, rungs))}</p>}
      </>
    );
  }
}
