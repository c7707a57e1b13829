/** What the widget asks of the hands, and what they ask of it. */
import type { ActAnswer, ActCall, Clock, Deed, FieldTold, GivenGrant, MarkedBy } from "@lotse/protocol";
import type { Capture } from "../../capture/types.ts";
import type { Writing, WritingParts } from "../writing/Writing.ts";

export interface PressQuestion {
  readonly by: MarkedBy;
  /** What the button is called; empty: it has no name. */
  readonly label: string;
}

export interface HandsOptions {
  readonly window: Window & typeof globalThis;
  readonly clock: Clock;
  /** What of ours lies over the page, and is looked through: it covers nothing for an agent. */
  readonly own?: Element;
  readonly sight: Pick<Capture, "nodeOf" | "shownParent" | "shows" | "said" | "address">;
  /** The site lets buttons be pressed that send nothing, without asking. */
  readonly buttonsAllowed: boolean;
  readonly ask: (question: PressQuestion) => Promise<boolean>;
  /** Fetches what writes in fields, when the first is opened. */
  readonly writing: () => Promise<{ readonly Writing: new (parts: WritingParts) => Writing }>;
  /** Twice for a press that the visitor is asked about: `asking` first, and then what became of it. */
  readonly onAnswer: (answer: ActAnswer) => void;
  readonly onField: (told: FieldTold) => void;
  readonly onDeed: (deed: Deed) => void;
  /** In which field the agent writes; null: in none any more. */
  readonly onTyping: (element: Element | null) => void;
}

export interface Hands {
  /** The grant that holds now. Synchronous: of the one before, nothing has any effect afterwards. */
  hold(grant: GivenGrant | null): void;
  act(call: ActCall): void;
  /** Something stands on this page that can be taken back. */
  readonly hasWritten: boolean;
  /** The visitor takes back what agents wrote and chose here, also when no grant holds any more. */
  undo(): void;
  /** The same as holding no grant. */
  stop(): void;
  /** Stops, and listens to the page no more. */
  close(): void;
}

export type Outcome = ActAnswer["outcome"];
