/**
 * What nobody asked for: an agent's invitation, and what a rule says by itself. Fetched when the first of them is due; the core
 * knows it by its types only.
 */
import type { Unsubscribe } from "@lotse/protocol";
import { Component } from "preact";
import type { Scene } from "../scene.ts";
import { keepClear } from "./avoid.ts";
import { HintCard } from "./HintCard.tsx";
import { Invitation } from "./Invitation.tsx";
import { Quiet } from "./Quiet.tsx";

export { default as css } from "./offers.css?inline";
export { Invitation };

export class Offers extends Component<{ readonly scene: Scene }> {
  #undo: Unsubscribe = () => {};

  override componentDidMount(): void {
    const place = this.props.scene.app.context.root.querySelector<HTMLElement>(".chat");
    if (place !== null) this.#undo = keepClear(place);
  }

  override componentWillUnmount(): void {
    this.#undo();
  }

  override render({ scene }: { readonly scene: Scene }) {
    const { contact, panelOpen, hint, language } = scene;
    return (
      <>
        {!panelOpen && contact.kind === "offered" && (
          <Quiet key={contact.invitation.id} scene={scene} says={contact.invitation.text[language]}>
            <div class="card">
              <Invitation scene={scene} offered={contact} />
            </div>
          </Quiet>
        )}
        {hint !== "" && <HintCard key={hint} scene={scene} json={hint} />}
      </>
    );
  }
}
