/**
 * What happens in a sharing, on its way into storage: gathered, written in batches, and kept until it is written. A sharing has room
 * for so much and no more. Knows no sockets, and neither grants nor marks but by what is told of them.
 */
import {
  type AgentCard,
  type AgentId,
  type Clock,
  type CobrowseId,
  type ConversationId,
  LotseError,
  POINTED_PAUSE_MS,
  SHARING_ENTRIES_MAX,
  type SharingHappening,
  type SharingReceipt,
  type SharingViewer,
  type TenantId,
  type Unsubscribe,
} from "@lotse/protocol";
import type { SharingRecord, Storage, StoredSharing } from "@lotse/storage";

export interface SharingLog {
  note(id: CobrowseId, happening: SharingHappening): void;
  /** A mark was passed on. Told as one as long as there is no longer pause. */
  pointed(id: CobrowseId, by: SharingViewer): void;
  pointedLast(id: CobrowseId, by: SharingViewer): void;
  /** Nothing more happens in it. */
  end(id: CobrowseId): void;
  read(tenantId: TenantId, conversationId: ConversationId): Promise<readonly SharingReceipt[]>;
  /** Writes what it has. */
  close(): Promise<void>;
}

export interface SharingLogDeps {
  readonly storage: Pick<Storage, "appendSharing" | "listSharings">;
  readonly clock: Clock;
  /** Null: there is no such session. */
  readonly tenantOf: (id: CobrowseId) => TenantId | null;
  /** Null: nobody's any more. */
  readonly agentCard: (tenantId: TenantId, id: AgentId) => AgentCard | null;
  readonly onError: (error: unknown) => void;
}

interface Episode {
  readonly by: SharingViewer;
  readonly fromMs: number;
  untilMs: number;
}

interface OpenLog {
  readonly tenantId: TenantId;
  readonly episodes: Map<number, Episode>;
  count: number;
  waiting: SharingRecord[];
  isOver: boolean;
}

const WRITE_MS = 1_000;
/** While storage is away. */
const AGAIN_MS = 5_000;
const AWAY: readonly string[] = ["STORE_UNAVAILABLE", "STORAGE_FULL", "TIMEOUT"];

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
/** What agents and pages wrote may hold what storage does not take; an entry is not lost over it. */
const storable = <T extends object>(entry: T): T =>
  JSON.parse(JSON.stringify(entry), (_, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\u0000", "").replace(LONE_SURROGATE, "\uFFFD") : value,
  ) as T;

class Log implements SharingLog {
  readonly #deps: SharingLogDeps;
  readonly #open = new Map<CobrowseId, OpenLog>();
  /** Over all sharings, and over restarts, as milliseconds pass faster than things happen. */
  #lastSeq = 0;
  #writing: Promise<void> = Promise.resolve();
  #cancel: Unsubscribe | null = null;

  constructor(deps: SharingLogDeps) {
    this.#deps = deps;
  }

  note(id: CobrowseId, happening: SharingHappening): void {
    this.#add(id, this.#deps.clock.nowMs(), happening);
  }

  pointed(id: CobrowseId, by: SharingViewer): void {
    const log = this.#logOf(id);
    if (log === null) return;
    const nowMs = this.#deps.clock.nowMs();
    const known = log.episodes.get(by.viewer);
    if (known !== undefined && nowMs - known.untilMs <= POINTED_PAUSE_MS) {
      known.untilMs = nowMs;
      return;
    }
    this.#tellEpisode(id, known);
    log.episodes.set(by.viewer, { by, fromMs: nowMs, untilMs: nowMs });
  }

  pointedLast(id: CobrowseId, by: SharingViewer): void {
    const log = this.#open.get(id);
    this.#tellEpisode(id, log?.episodes.get(by.viewer));
    log?.episodes.delete(by.viewer);
  }

  end(id: CobrowseId): void {
    const log = this.#open.get(id);
    if (log === undefined) return;
    for (const { by } of log.episodes.values()) this.pointedLast(id, by);
    log.isOver = true;
    this.#later(0);
  }

  async read(tenantId: TenantId, conversationId: ConversationId): Promise<readonly SharingReceipt[]> {
    await this.#write();
    const stored = await this.#deps.storage.listSharings(tenantId, conversationId);
    return stored.map(one => this.#receiptOf(tenantId, one));
  }

  async close(): Promise<void> {
    for (const id of this.#open.keys()) this.end(id);
    await this.#write();
    this.#cancel?.();
    this.#open.clear();
  }

  #logOf(id: CobrowseId): OpenLog | null {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const tenantId = this.#deps.tenantOf(id);
    if (tenantId === null) return null;
    const made = { tenantId, episodes: new Map(), count: 0, waiting: [], isOver: false };
    this.#open.set(id, made);
    return made;
  }

  #tellEpisode(id: CobrowseId, episode: Episode | undefined): void {
    if (episode === undefined) return;
    const { by, fromMs, untilMs } = episode;
    this.#add(id, fromMs, { kind: "pointed", by, untilMs });
  }

  #add(id: CobrowseId, atMs: number, happening: SharingHappening): void {
    const log = this.#logOf(id);
    if (log === null || log.count >= SHARING_ENTRIES_MAX) return;
    log.count += 1;
    this.#lastSeq = Math.max(this.#lastSeq + 1, Math.floor(this.#deps.clock.nowMs()));
    log.waiting.push({ cobrowseId: id, seq: this.#lastSeq, entry: storable({ atMs, ...happening }) });
    this.#later(WRITE_MS);
  }

  #later(delayMs: number): void {
    // Whoever never pauses is written all the same.
    if (this.#cancel !== null && delayMs > 0) return;
    this.#cancel?.();
    this.#cancel = this.#deps.clock.after(delayMs, () => {
      this.#cancel = null;
      void this.#write();
    });
  }

  /** One at a time, so that a batch that is told again is the same batch. */
  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      for (const [id, log] of [...this.#open]) await this.#writeOne(id, log);
    });
    return this.#writing;
  }

  async #writeOne(id: CobrowseId, log: OpenLog): Promise<void> {
    const batch = [...log.waiting];
    try {
      if (batch.length > 0) await this.#deps.storage.appendSharing(log.tenantId, batch);
    } catch (error) {
      this.#deps.onError(error);
      if (error instanceof LotseError && AWAY.includes(error.code)) return this.#later(AGAIN_MS);
    }
    log.waiting = log.waiting.slice(batch.length);
    if (log.isOver && log.waiting.length === 0) this.#open.delete(id);
  }

  #receiptOf(tenantId: TenantId, { cobrowse, entries }: StoredSharing): SharingReceipt {
    const { id: cobrowseId, agentId, requestedAtMs, startedAtMs, endedAtMs, endedBy } = cobrowse;
    const seen = entries.find(one => one.kind === "viewerCame" && one.by.agentId === agentId);
    const name = seen?.kind === "viewerCame" ? seen.by.name : "";
    return {
      cobrowseId,
      agent: this.#deps.agentCard(tenantId, agentId) ?? { id: agentId, name },
      ...{ requestedAtMs, startedAtMs, endedAtMs, endedBy, entries },
      isCut: entries.length >= SHARING_ENTRIES_MAX,
    };
  }
}

export const createSharingLog = (deps: SharingLogDeps): SharingLog => new Log(deps);

/** As it is told of whoever sees and marks. */
export const viewerOf = ({ viewer, agentId, name }: SharingViewer): SharingViewer => ({
  viewer,
  agentId,
  name,
});
