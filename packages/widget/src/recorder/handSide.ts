/**
 * The agent's hand on the visitor's page, while a control grant holds: fetches what carries out acts, asks before buttons
 * are pressed, and shows who writes where. What may be done to which element, the hands themselves judge.
 */
import type { StreamConnection } from "@lotse/client";
import type { Capture } from "@lotse/cobrowse/capture";
import type { Hands } from "@lotse/cobrowse/control/hands";
import type { ActCall, GivenGrant, Unsubscribe } from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import type { AskCard } from "./askCard.ts";
import type { Frame } from "./frame.ts";
import type { GRANT_WORDS } from "./grantWords.ts";
import { createPageTag } from "./pageTag.ts";

export interface HandSide {
  hold(given: GivenGrant): void;
  /** Synchronous and idempotent: nothing of the agent's is done after it. */
  stop(): void;
}

export interface HandSideParts {
  readonly context: LoaderContext;
  readonly frame: Frame;
  readonly stream: StreamConnection;
  readonly card: AskCard;
  readonly words: (typeof GRANT_WORDS)["en"];
  readonly capture: () => Capture | null;
}
