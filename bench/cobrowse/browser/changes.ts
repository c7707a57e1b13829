/** What the latencies are measured by: one change after another, each with a value of its own and the time it was made. */

export type Change = "mutation" | "input" | "scroll" | "cursor" | "bare";
/** What was changed to what, and when: milliseconds since 1970, from the browser's monotonic clock. */
export type Done = readonly [what: string, atMs: number];

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;

/** Each says what will be seen of it. */
const ACTS: Readonly<Record<Exclude<Change, "bare">, (n: number) => void>> = {
  mutation: n => {
    byId("text").textContent = String(n);
  },
  input: n => {
    const field = byId("input") as HTMLInputElement;
    field.value = String(n);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  },
  scroll: n => {
    byId("scroller").scrollTop = n;
  },
  cursor: n => {
    byId("text").dispatchEvent(new MouseEvent("mousemove", { clientX: n, clientY: 20, bubbles: true }));
  },
};

export const createChanges =
  (sendBare: (n: number) => void) =>
  async (options: {
    readonly kind: Change;
    readonly times: number;
    readonly apartMs: readonly number[];
  }): Promise<readonly Done[]> => {
    const { kind, times, apartMs } = options;
    const act = kind === "bare" ? sendBare : ACTS[kind];
    const done: Done[] = [];
    for (let n = 1; n <= times; n++) {
      // Far enough apart that a smooth scroll to one never passes through another.
      const value = kind === "scroll" ? n * 50 : n;
      done.push([`${kind} ${value}`, performance.timeOrigin + performance.now()]);
      act(value);
      await new Promise(next => setTimeout(next, apartMs[n % apartMs.length]));
    }
    // What is still on its way.
    await new Promise(next => setTimeout(next, 1_500));
    return done;
  };
