/** The typed connection to the hub, as the widget and the console use it. */
import type {
  AgentCommand,
  AgentEvents,
  ClientMessageId,
  CommandInput,
  CommandName,
  CommandOutput,
  ConversationId,
  ErrorCode,
  Message,
  Receipt,
  Result,
  StreamEvents,
  Unsubscribe,
  VisitorCommand,
  VisitorEvents,
} from "@lotse/protocol";

export type ConnectionState =
  | { readonly kind: "connecting" }
  | { readonly kind: "online" }
  /** Lost; it keeps trying by itself. */
  | { readonly kind: "offline" }
  /** The hub said no (signed out, revoked, old protocol): it will not try again. */
  | { readonly kind: "refused"; readonly code: ErrorCode }
  | { readonly kind: "closed" };

export interface HubConnection<Name extends CommandName, Events> {
  readonly state: ConnectionState;
  onState(fn: (state: ConnectionState) => void): Unsubscribe;
  /** Never rejects; no answer within the time limit is TIMEOUT, no connection UNAVAILABLE. */
  request<N extends Name>(name: N, input: CommandInput<N>): Promise<Result<CommandOutput<N>>>;
  on<E extends keyof Events>(event: E, fn: (payload: Events[E]) => void): Unsubscribe;
  /** The hub's clock, to compare its times with; our own until the hub told its time. */
  hubNowMs(): number;
  /** Connects anew at once, instead of waiting until a dead line is noticed or the next try is due. */
  renew(): void;
  close(): void;
}

export type VisitorConnection = HubConnection<VisitorCommand, VisitorEvents>;
export type AgentConnection = HubConnection<AgentCommand, AgentEvents>;

/** A message that is not acknowledged yet. It is sent again, with the same id, until it is. */
export interface PendingMessage {
  readonly clientId: ClientMessageId;
  readonly text: string;
  readonly createdAtMs: number;
  /** Set when the hub refused it for good; the person decides what to do with the text. */
  readonly refused: ErrorCode | null;
  /** By which assignment an agent wrote it. After a change of hands it is not said any more. */
  readonly assignment?: number;
}

/** Where the outbox survives a reload: `sessionStorage` in the widget, nowhere in tests. */
export interface OutboxStore {
  load(conversationId: ConversationId): readonly PendingMessage[];
  save(conversationId: ConversationId, pending: readonly PendingMessage[]): void;
}

/**
 * One conversation kept complete: every message exactly once and in sequence, gaps fetched, own messages in an
 * outbox until acknowledged, receipts marked.
 */
export interface ConversationLog {
  readonly messages: readonly Message[];
  readonly pending: readonly PendingMessage[];
  /** What the other side has received and read. */
  readonly otherReceipt: Receipt;
  send(text: string): ClientMessageId;
  discard(clientId: ClientMessageId): void;
  /** Everything up to now was seen by the person. */
  markRead(): void;
  onChange(fn: () => void): Unsubscribe;
  close(): void;
}

/** What a side says on the stream besides packets. */
export type SaidOnStream =
  | "stream:mark"
  | "stream:pointing"
  | "stream:drift"
  | "stream:snapshotWanted"
  | "stream:ask"
  | "stream:drop"
  | "stream:answer"
  | "stream:takeBack"
  | "stream:act"
  | "stream:acted"
  | "stream:field"
  | "stream:deed";

/** The co-browsing stream's own connection. */
export interface StreamConnection {
  readonly state: ConnectionState;
  onState(fn: (state: ConnectionState) => void): Unsubscribe;
  on<E extends keyof StreamEvents>(event: E, fn: (payload: StreamEvents[E]) => void): Unsubscribe;
  /**
   * A packet, or what `event` names. Packets on the visitor's side only; dropped while not online: the segment starts
   * anew after a reconnect.
   */
  send(packet: Uint8Array): void;
  send<E extends SaidOnStream>(payload: StreamEvents[E], event: E): void;
  close(): void;
}
