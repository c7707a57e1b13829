/**
 * What a visitor who has opened the chat would meet, before anybody waits. Asked over REST, because who only looks holds
 * no socket; asked again while it is looked at, and not at all before the visitor has agreed to anything being kept.
 */
import { isFinal } from "@lotse/client";
import { type CommandOutput, fail, type Result, type Unsubscribe } from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import { watch } from "./cell.ts";
import type { Idle, State } from "./state.ts";

const AGAIN_MS = 30_000;
/** So long the page's own words wait for the hub's; a hub that is far away is not waited for. */
const PATIENCE_MS = 2_000;

type Answer = Result<CommandOutput<"contact:look">>;

export interface LookoutOptions {
  readonly context: LoaderContext;
  readonly state: State;
  /** The tab is in front. */
  readonly isSeen: () => boolean;
}

export class Lookout {
  readonly #options: LookoutOptions;
  /** What is looked at now. */
  #matter: Idle | null = null;
  #cancel: Unsubscribe = () => {};
  readonly #stop: Unsubscribe;

  constructor(options: LookoutOptions) {
    this.#options = options;
    const { context, state } = options;
    this.#stop = watch(() => {
      const contact = state.contact.value;
      const isDue = state.panelOpen.value && context.visit.keeping !== "nothing";
      const matter = isDue && contact.kind === "none" ? contact : null;
      if (matter === this.#matter) return;
      this.#matter = matter;
      state.outlook.value = matter && "asking";
      this.look();
    });
  }

  /** Now, if there is anything to look for; what is on the screen may be old. */
  look(): void {
    this.#cancel();
    const matter = this.#matter;
    if (matter !== null) void this.#ask(matter);
  }

  close(): void {
    this.#stop();
    this.#matter = null;
    this.#cancel();
  }

  async #ask(matter: Idle): Promise<void> {
    const { context, state, isSeen } = this.#options;
    const { clock } = context;
    this.#cancel = clock.after(PATIENCE_MS, () => {
      if (state.outlook.peek() === "asking") state.outlook.value = null;
    });
    const answer = await this.#request(matter);
    if (matter !== this.#matter) return;
    this.#cancel();
    state.outlook.value = answer.ok ? answer.value.contact : null;
    if (!answer.ok && isFinal(answer.error.code)) return;
    this.#cancel = clock.after((!answer.ok && answer.error.retryAfterMs) || AGAIN_MS, () => {
      // A tab that is not seen asks when it is seen again.
      if (isSeen()) this.look();
    });
  }

  /** A token that is too old is left once for a new one. */
  async #request(matter: Idle, isLast = false): Promise<Answer> {
    const { context } = this.#options;
    try {
      // Read in here: what the page has broken may throw.
      await context.known;
      const { site, visit, post } = context;
      const url = `${site.hub}/api/v1/commands/contact:look`;
      const answer = (await post(url, matter.about, visit.get().token ?? "")) as Answer;
      if (answer.ok || answer.error.code !== "TOKEN_INVALID" || isLast) return answer;
      visit.set({ token: null });
    } catch {
      return fail({ code: "UNAVAILABLE", message: "No answer" });
    }
    return this.#request(matter, true);
  }
}
