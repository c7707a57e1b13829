/** Whose acts count now: those of the one grant that holds, each once, and no faster than a person's. */
import {
  ACT_BURST,
  ACTS_PER_SECOND,
  type ActCall,
  type ActRefusal,
  type Clock,
  type GivenGrant,
  type Unsubscribe,
} from "@lotse/protocol";

export class Admission {
  readonly #clock: Clock;
  readonly #onOver: () => void;
  #grant: GivenGrant | null = null;
  #lastGrant = 0;
  #lastSeq = 0;
  #room = ACT_BURST;
  #countedAtMs = 0;
  #expiry: Unsubscribe | null = null;

  /** `onOver`: it ended by itself. */
  constructor(clock: Clock, onOver: () => void) {
    this.#clock = clock;
    this.#onOver = onOver;
  }

  get grant(): GivenGrant | null {
    return this.#grant;
  }

  /** The last one that deeds were done under. */
  get lastGrant(): number {
    return this.#lastGrant;
  }

  /** What is done from now on is done under the grant that holds. */
  begin(): void {
    if (this.#grant !== null) this.#lastGrant = this.#grant.id;
  }

  /** True: it is another one than before, or none. The same one told again goes on. */
  hold(grant: GivenGrant | null): boolean {
    const isOther = grant?.id !== this.#grant?.id;
    this.#grant = grant;
    this.#expiry?.();
    this.#expiry = grant && this.#clock.after(grant.restMs, this.#onOver);
    if (isOther) this.#lastSeq = 0;
    return isOther;
  }

  holds({ grant, by }: ActCall): boolean {
    return (
      this.#grant?.grant === "control" && this.#grant.id === grant && this.#grant.by.viewer === by.viewer
    );
  }

  /** Null: it may be looked at. Its number is used up in any case. */
  refuses(call: ActCall): ActRefusal | null {
    if (!this.holds(call)) return "noGrant";
    if (!(call.seq > this.#lastSeq)) return "repeated";
    this.#lastSeq = call.seq;
    const nowMs = this.#clock.nowMs();
    const back = (Math.max(0, nowMs - this.#countedAtMs) * ACTS_PER_SECOND) / 1_000;
    this.#countedAtMs = nowMs;
    this.#room = Math.min(ACT_BURST, this.#room + back);
    if (this.#room < 1) return "flooded";
    this.#room -= 1;
    return null;
  }
}
