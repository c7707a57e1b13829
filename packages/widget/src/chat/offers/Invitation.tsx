/** The offer of help: one sentence, a name, yes or not now. Behind it stands an agent's reserved slot. */
import type { Offered } from "../../core/state.ts";
import { Avatar } from "../parts.tsx";
import type { Scene } from "../scene.ts";
import { offerWords } from "./words.ts";

export const Invitation = ({ scene, offered }: { readonly scene: Scene; readonly offered: Offered }) => {
  const { app, words, language } = scene;
  const own = offerWords(language);
  const { agent, text } = offered.invitation;
  return (
    <div
      class="invitation"
      data-testid="invitation"
      role="dialog"
      aria-labelledby="invites"
      aria-describedby="offer"
    >
      <div class="who">
        <Avatar name={agent.name} />
        <h2 id="invites" dir="auto">
          {agent.name}
        </h2>
      </div>
      <p id="offer" dir="auto">
        {text[language]}
      </p>
      {offered.progress === "failed" && (
        <p class="error" role="alert">
          {words.failed}
        </p>
      )}
      <div class="answers">
        <button
          type="button"
          class="primary"
          data-testid="invitation-accept"
          disabled={offered.progress === "accepting"}
          onClick={() => void app.invitations.accept()}
        >
          {offered.progress === "accepting" ? own.connecting : own.accept}
        </button>
        <button type="button" data-testid="invitation-decline" onClick={() => app.invitations.decline()}>
          {words.decline}
        </button>
      </div>
    </div>
  );
};
