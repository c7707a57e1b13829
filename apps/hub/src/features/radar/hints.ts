/** What became of a hint: the visitor's answer goes into the decision log, once. Knows no rule. */
import type { Clock, VisitId } from "@lotse/protocol";
import type { DecisionRecord, Storage } from "@lotse/storage";
import type { VisitorActor } from "../../command.ts";
import type { RadarService } from "../../services.ts";
import { isHint } from "./definition.ts";
import { createSerial } from "./serial.ts";

const OUTCOMES = { accept: "accepted", decline: "declined", ignore: "ignored" } as const;

export const createHints = (deps: {
  readonly storage: Pick<Storage, "listDecisions" | "appendDecisions">;
  readonly clock: Pick<Clock, "nowMs">;
}): Pick<RadarService, "mayAnswerHint" | "answerHint"> => {
  const { storage, clock } = deps;
  const inTurn = createSerial<VisitId>();

  const linesOf = async (
    { tenantId, visitId }: VisitorActor,
    hintId: string,
  ): Promise<readonly DecisionRecord[]> =>
    (await storage.listDecisions(tenantId, visitId)).filter(({ invitationId }) => invitationId === hintId);

  /** An invitation's own lines are the queue's to write. */
  const hintOf = (lines: readonly DecisionRecord[]): DecisionRecord | undefined =>
    lines.find(({ outcome, action }) => outcome === "shown" && isHint(action));

  return {
    mayAnswerHint: async (actor, hintId) => hintOf(await linesOf(actor, hintId)) !== undefined,
    answerHint: (actor, { hintId, answer }) =>
      inTurn(actor.visitId, async () => {
        const lines = await linesOf(actor, hintId);
        const shown = hintOf(lines);
        if (shown === undefined || lines.some(({ outcome }) => outcome !== "shown")) return;
        const line = { ...shown, outcome: OUTCOMES[answer], atMs: clock.nowMs() };
        await storage.appendDecisions(actor.tenantId, [line]);
      }),
  };
};
