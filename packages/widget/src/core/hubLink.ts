/**
 * The visitor's connection while it is needed, and none while it is not. Where the visitor stands is asked after
 * every connect, before anything else. Knows nothing of what the answers mean.
 */
import { connectVisitor, type VisitorConnection } from "@lotse/client";
import {
  type CommandInput,
  type CommandOutput,
  fail,
  type Result,
  type Unsubscribe,
  type VisitorCommand,
} from "@lotse/protocol";
import type { LoaderContext } from "../shared/bridge.ts";
import { guard } from "../shared/guard.ts";
import { Cell, type ReadonlyCell, watch } from "./cell.ts";

const WAIT_ONLINE_MS = 12_000;
/** A page that wakes waits no longer than this for a sign of life, and not for the next ping that fails. */
const ALIVE_WITHIN_MS = 3_000;

/** What the parts of the core hear the hub through. */
export type Listenable = Pick<VisitorConnection, "on">;
export type LinkKind = VisitorConnection["state"]["kind"] | "none";
export type Standing = CommandOutput<"visit:resume">;

export interface HubLink {
  readonly state: ReadonlyCell<LinkKind>;
  /** Connects, if there is no connection; `null` until the visit is known to the hub. */
  readonly connection: () => VisitorConnection | null;
  need(needed: boolean): void;
  /** Waits for the connection for a while; UNAVAILABLE if it does not come. */
  request<N extends VisitorCommand>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>;
  /**
   * The page, or the network, is back after who knows how long: asks where the visitor stands, over a new connection
   * if the old one turns out to be dead.
   */
  wake(): void;
  close(): void;
}

export interface HubLinkOptions {
  readonly context: LoaderContext;
  readonly onStanding: (standing: Standing) => void;
  /** Subscribes to the events of a fresh connection. */
  readonly onConnection: (connection: Listenable) => void;
  readonly connect?: typeof connectVisitor;
}

export const createHubLink = (options: HubLinkOptions): HubLink => {
  const { context, onStanding, onConnection, connect = connectVisitor } = options;
  const { clock, site, visit } = context;
  const state = new Cell<LinkKind>("none");
  let connection: VisitorConnection | null = null;
  let needed = false;
  /** Requests under way: a connection that is no longer needed closes after their answers. */
  let busy = 0;
  const wanted = () => needed || busy > 0;

  const resume = async (from: VisitorConnection) => {
    const answer = await from.request("visit:resume", {});
    if (from === connection && answer.ok) guard(onStanding)(answer.value);
  };

  const open = async () => {
    state.value = "connecting";
    await context.known;
    if (!wanted() || connection !== null) return;
    const fresh = connect({ hubUrl: site.hub, token: () => visit.get().token ?? "", clock });
    connection = fresh;
    state.value = fresh.state.kind;
    fresh.onState(now => {
      if (fresh !== connection) return;
      if (now.kind === "online") void resume(fresh);
      if (now.kind === "refused") {
        connection = null;
        if (now.code === "VERSION_UNSUPPORTED" || now.code === "SITE_DISABLED") context.refused(now.code);
        // The hub does not know this visit any more. The next beacon begins another, the next request tries again.
        else visit.set({ token: null, inContact: false });
      }
      state.value = now.kind;
    });
    onConnection({ on: (event, fn) => fresh.on(event, guard(fn)) });
  };

  const drop = () => {
    const old = connection;
    connection = null;
    old?.close();
    state.value = "none";
  };
  const settle = () => {
    if (!wanted()) drop();
    else if (connection === null) void open();
  };

  /** Null when the wait was in vain. */
  const online = () => {
    if (state.peek() === "online") return Promise.resolve(connection);
    return new Promise<VisitorConnection | null>(resolve => {
      let stop: Unsubscribe = () => {};
      const end = (value: VisitorConnection | null) => {
        cancel();
        stop();
        resolve(value);
      };
      const cancel = clock.after(WAIT_ONLINE_MS, () => end(null));
      stop = watch(() => {
        if (state.value === "online") end(connection);
        else if (state.value === "refused" || state.value === "closed") end(null);
      });
    });
  };

  return {
    state,
    connection: () => connection,
    need: value => {
      needed = value;
      settle();
    },
    request: async (name, input) => {
      busy++;
      settle();
      try {
        const ready = await online();
        if (ready === null) return fail({ code: "UNAVAILABLE", message: "Not connected" });
        return await ready.request(name, input);
      } finally {
        busy--;
        settle();
      }
    },
    wake: () => {
      const woken = connection;
      if (woken === null) return;
      const was = state.peek();
      if (was === "offline") {
        woken.renew();
        return;
      }
      const cancel = clock.after(ALIVE_WITHIN_MS, () => {
        if (woken === connection && (was === "online" || state.peek() !== "online")) woken.renew();
      });
      if (was === "online") void resume(woken).then(cancel);
    },
    close: () => {
      needed = false;
      drop();
    },
  };
};
