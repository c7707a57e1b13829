/** What a console needs of the world, and of whoever opened it. */
import type { Clock, MakeId } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import type { AccountModel } from "../features/account/AccountModel.ts";
import type { Hub, Keep, TabKeep } from "../ports.ts";
import type { Router } from "../routing/Router.ts";
import type { LoadRadar } from "./RadarEntry.ts";

export interface ConsoleDeps {
  readonly hub: Hub;
  /** Outlives this console: an account may get another session amid its second factor. */
  readonly account: AccountModel;
  readonly clock: Clock;
  readonly makeId: MakeId;
  readonly router: Router;
  readonly keep: Keep;
  readonly tabKeep: TabKeep;
  readonly loadRadar: LoadRadar;
  readonly attentive: ReadonlySignal<boolean>;
  /** The hub does not know the session any more. */
  readonly onRevoked: () => void;
  /** The agent leaves; nobody needs to be asked any more. */
  readonly onLeave: () => void;
  /** The hub speaks another protocol than this page. */
  readonly onOutdated: () => void;
  /** The hub took this page's protocol. */
  readonly onAccepted: () => void;
  /** In a narrow window co-browsing begins with the chat folded and the visitor's details away. */
  readonly hasRoomFor: (what: "visitorBesideChat" | "chatBesideLive" | "visitorBesideLive") => boolean;
}
