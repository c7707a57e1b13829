/**
 * What nobody asked for: an agent's invitation, and what a rule says by itself. Fetched when the first of them is due; the core
 * knows it by its types only.
 */
import { Component } from "preact";
import type { Scene } from "../scene.ts";
import { createClearing } from "./clearing.ts";
import { HintCard } from "./HintCard.tsx";
import { Invitation } from "./Invitation.tsx";
import { Quiet } from "./Quiet.tsx";

export { default as css } from "./offers.css?inline";
export { Invitation };

export class Offers extends Component<{ readonly scene: Scene }> {
  readonly #clearing = createClearing(this.props.scene.app.context);

  override componentWillUnmount(): void {
    this.#clearing.close();
  }

  override render({ scene }: { readonly scene: Scene }) {
    const { contact, panelOpen, hint, language, app } = scene;
    const { quietInMs } = this.#clearing;
    return (
      <>
        {!panelOpen && contact.kind === "offered" && (
          <Quiet
            key={contact.invitation.id}
            scene={scene}
            quietInMs={quietInMs}
            says={contact.invitation.text[language]}
            onEscape={() => app.invitations.decline()}
          >
            <Invitation scene={scene} offered={contact} />
          </Quiet>
        )}
        {hint !== "" && <HintCard key={hint} scene={scene} json={hint} quietInMs={quietInMs} />}
      </>
    );
  }
}
