/** Grants and acts over real sockets: what a page and its viewers hear, and all that never reaches the page. */
import {
  ACT_BURST,
  ACT_TEXT_MAX,
  type ActAnswer,
  type ActCall,
  type AgentId,
  GRANT_AWAY_MS,
  GRANT_LASTS_MS,
  type GrantsView,
  type MarkedBy,
  type TenantId,
} from "@lotse/protocol";
import type { Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { agent, ID, once, refusal, StreamHouse } from "./test/streamHouse.ts";

let house: StreamHouse;
let page: Page;
let anna: Viewer;
let other: Viewer;

/** A connection that keeps what it hears. */
class Line {
  readonly socket: Socket;
  readonly said: { readonly event: string; readonly payload: unknown }[] = [];
  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((event: string, payload: unknown) => this.said.push({ event, payload }));
  }
  all<T>(event: string): T[] {
    return this.said.filter(one => one.event === event).map(({ payload }) => payload as T);
  }
  get grants(): GrantsView {
    return this.all<GrantsView>("stream:grants").at(-1) as GrantsView;
  }
  /** Says it all, and waits until the hub has dealt with it. */
  async say(event: string, ...payloads: readonly unknown[]): Promise<void> {
    const upTo = house.heard + payloads.length;
    for (const payload of payloads) this.socket.emit(event, payload);
    await until(() => house.heard >= upTo);
  }
}
class Page extends Line {
  get acts(): ActCall[] {
    return this.all("stream:act");
  }
}
class Viewer extends Line {
  get by(): MarkedBy {
    return this.all<MarkedBy>("stream:pen")[0] as MarkedBy;
  }
  get answers(): ActAnswer[] {
    return this.all("stream:acted");
  }
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
};

const openPage = async (): Promise<Page> => {
  const opened = new Page(house.asVisitor());
  await until(() => opened.all("stream:grants").length > 0);
  return opened;
};
const openViewer = async (): Promise<Viewer> => {
  const opened = new Viewer(house.asAgent());
  await until(() => opened.all("stream:grants").length > 0);
  return opened;
};

beforeEach(async () => {
  house = new StreamHouse();
  await house.start();
  page = await openPage();
  anna = await openViewer();
  other = await openViewer();
});
afterEach(() => house.close());

const ask = async (viewer: Viewer, grant = "control", reason?: string): Promise<number> => {
  const before = page.all("stream:grants").length;
  await viewer.say("stream:ask", { grant, ...(reason === undefined ? {} : { reason }) });
  await until(() => page.all("stream:grants").length > before && page.grants.asked !== null);
  return page.grants.asked?.id ?? 0;
};
const give = async (viewer: Viewer, grant = "control"): Promise<number> => {
  const id = await ask(viewer, grant);
  await page.say("stream:answer", { id, answer: "give" });
  await until(() => viewer.grants.given.some(one => one.id === id));
  return id;
};
const node = { segment: 1, nodeId: 7 };
const scroll = (grant: number, seq: number) => ({
  ...{ grant, seq },
  act: { kind: "scroll", node, x: 0, y: 10 },
});
const click = (grant: number, seq: number) => ({
  ...{ grant, seq },
  act: { kind: "click", at: { ...node, point: [0.5, 0.5] } },
});

/** What the hub has sent to the page by now has arrived there: lines keep their order. */
const settled = async (): Promise<void> => {
  const here = once(page.socket, "stream:marked");
  other.socket.emit("stream:mark", { kind: "clear" });
  await here;
};

describe("a grant", () => {
  test("is asked for with a reason, given by the visitor, and told to both with whose it is", async () => {
    const id = await ask(anna, "control", " To fill in the form ");
    expect(page.grants).toEqual({
      given: [],
      asked: { id, grant: "control", by: anna.by, reason: "To fill in the form", restMs: 120_000 },
      answered: null,
    });
    await page.say("stream:answer", { id, answer: "give" });
    await until(() => other.grants.given.length > 0);
    const given = [{ id, grant: "control", by: anna.by, restMs: GRANT_LASTS_MS }];
    for (const line of [page, anna, other]) {
      expect(line.grants).toEqual({ given, asked: null, answered: { id, outcome: "given" } });
    }
    house.clock.advance(1_000);
    const late = await openViewer();
    expect(late.grants.given).toMatchObject([{ id, restMs: GRANT_LASTS_MS - 1_000 }]);
    const next = await openPage();
    expect(next.grants.given).toMatchObject([{ id }]);
  });

  test("ends by itself, and both hear of it without anybody asking", async () => {
    await give(anna);
    house.clock.advance(GRANT_LASTS_MS);
    await until(() => page.grants.given.length + anna.grants.given.length === 0);
  });

  test("goes with its viewer's line", async () => {
    await give(anna);
    anna.socket.disconnect();
    await until(() => page.grants.given.length + other.grants.given.length === 0);
  });

  test("to point is asked for once the visitor has switched it off, and switches it on", async () => {
    await anna.say("stream:ask", { grant: "point" });
    await page.say("stream:pointing", { allowed: false });
    const id = await ask(anna, "point");
    expect(house.relay.isPointing(ID)).toBe(false);
    await page.say("stream:answer", { id, answer: "give" });
    await until(() => anna.grants.answered?.outcome === "given");
    expect(house.relay.isPointing(ID)).toBe(true);
    expect(page.all("stream:grants").length).toBe(3);
  });

  test("a question for pointing is settled by the visitor's own switch", async () => {
    await page.say("stream:pointing", { allowed: false });
    const id = await ask(anna, "point");
    await page.say("stream:pointing", { allowed: true });
    await until(() => anna.grants.asked === null);
    expect(anna.grants.answered).toEqual({ id, outcome: "given" });
  });
});

describe("an act", () => {
  test("goes to the page alone, with the hub's word on who does it; the answer goes to its viewer alone", async () => {
    const grant = await give(anna);
    await anna.say("stream:act", click(grant, 1), scroll(grant, 4));
    await settled();
    expect(page.acts).toEqual([
      { ...click(grant, 1), by: anna.by },
      { ...scroll(grant, 4), by: anna.by },
    ]);
    const answer = { viewer: anna.by.viewer, grant, seq: 1, outcome: "covered" };
    const field = {
      ...{ viewer: anna.by.viewer, grant },
      news: { kind: "closed", node },
    };
    await page.say("stream:acted", answer);
    await page.say("stream:field", field);
    await until(() => anna.all("stream:field").length > 0);
    expect(anna.answers).toEqual([answer]);
    expect(anna.all("stream:field")).toEqual([field]);
    await other.say("stream:act", click(1, 1));
    await until(() => other.answers.length > 0);
    expect(other.said.filter(({ event }) => event === "stream:field")).toEqual([]);
    expect(other.answers).toMatchObject([{ grant: 1, outcome: "noGrant" }]);
  });

  test("for a page that is away is told so, and may be sent again under its number", async () => {
    const grant = await give(anna);
    page.socket.disconnect();
    await until(() => anna.all<{ connected: boolean }>("stream:source").at(-1)?.connected === false);
    await anna.say("stream:act", click(grant, 1));
    await until(() => anna.answers.length > 0);
    expect(anna.answers).toEqual([{ viewer: anna.by.viewer, grant, seq: 1, outcome: "gone" }]);
    page = await openPage();
    await anna.say("stream:act", click(grant, 1));
    await settled();
    expect(page.acts.length).toBe(1);
  });

  test("of many at once: as many as a person's, the others are told; a moment later it goes on", async () => {
    const grant = await give(anna);
    const many = Array.from({ length: ACT_BURST + 5 }, (_, index) => scroll(grant, index + 1));
    await anna.say("stream:act", ...many);
    await settled();
    expect(page.acts.length).toBe(ACT_BURST);
    expect(anna.answers.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => "flooded"));
    house.clock.advance(1_000);
    await anna.say("stream:act", scroll(grant, 100));
    await settled();
    expect(page.acts.length).toBe(ACT_BURST + 1);
  });
});

type Why = keyof StreamHouse["control"]["dropped"];
interface Denied {
  readonly why: Why;
  readonly attempt: () => Promise<number>;
}
const sends = async (line: Line, event: string, ...payloads: readonly unknown[]): Promise<number> => {
  await line.say(event, ...payloads);
  return payloads.length;
};
/** The grant is anna's and one act of hers was done under it. */
const begun = async (grant = "control"): Promise<number> => {
  const id = await give(anna, grant);
  await anna.say("stream:act", scroll(id, 5));
  return id;
};
const writes = (grant: number, insert: string, more: object = {}) => ({
  ...{ grant, seq: 9, act: { kind: "write", node, revision: 0, splice: { at: 0, remove: 0, insert } } },
  ...more,
});

const MATRIX: Readonly<Record<string, Denied>> = {
  "forged: no act at all": {
    why: "malformed",
    attempt: async () =>
      sends(anna, "stream:act", null, undefined, 7, "click", [], {}, { grant: await begun(), seq: 6 }),
  },
  "forged: shapes that are nearly acts": {
    why: "malformed",
    attempt: async () => {
      const id = await begun();
      return sends(
        anna,
        "stream:act",
        { ...click(id, 6), by: other.by },
        { ...click(id, 6), viewer: 0 },
        click(id, 0),
        click(id, 1.5),
        { ...click(id, 6), grant: String(id) },
        { grant: id, seq: 6, act: { kind: "submit", node } },
        { grant: id, seq: 6, act: { kind: "click", at: { ...node, point: [0.5, 2] } } },
        { grant: id, seq: 6, act: { kind: "click", at: { selector: "#pay" } } },
        writes(id, "x".repeat(ACT_TEXT_MAX + 1)),
        writes(id, "x", { trusted: true }),
      );
    },
  },
  "forged: a grant that never was": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      return sends(anna, "stream:act", click(id + 1, 6), click(1, 6), click(2 ** 53 - 1, 6));
    },
  },
  "out of grant: while the visitor is still being asked": {
    why: "noGrant",
    attempt: async () => sends(anna, "stream:act", click(await ask(anna), 1)),
  },
  "out of grant: refused": {
    why: "noGrant",
    attempt: async () => {
      const id = await ask(anna);
      await page.say("stream:answer", { id, answer: "refuse" });
      return sends(anna, "stream:act", click(id, 1));
    },
  },
  "out of grant: what navigating does not include": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun("navigate");
      return sends(anna, "stream:act", click(id, 6), writes(id, "x"), {
        ...click(id, 7),
        act: { kind: "leave" },
      });
    },
  },
  "another viewer's grant": {
    why: "noGrant",
    attempt: async () => sends(other, "stream:act", click(await begun(), 6)),
  },
  "stale: given to another viewer since": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      await give(other);
      return sends(anna, "stream:act", click(id, 6));
    },
  },
  "stale: renewed under another number": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      await give(anna);
      return sends(anna, "stream:act", click(id, 6));
    },
  },
  "stale: taken back": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      await page.say("stream:takeBack", { grant: "control", upTo: id });
      return sends(anna, "stream:act", click(id, 6));
    },
  },
  "stale: given back": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      await anna.say("stream:drop", { grant: "control" });
      return sends(anna, "stream:act", click(id, 6));
    },
  },
  "stale: expired": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      house.clock.advance(GRANT_LASTS_MS);
      return sends(anna, "stream:act", click(id, 6));
    },
  },
  "stale: the page was away for too long": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      page.socket.disconnect();
      await until(() => anna.all<{ connected: boolean }>("stream:source").at(-1)?.connected === false);
      house.clock.advance(GRANT_AWAY_MS);
      page = await openPage();
      return sends(anna, "stream:act", click(id, 6));
    },
  },
  "stale: who has the number now is not who asked": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      const { viewer } = anna.by;
      anna.socket.disconnect();
      await until(() => page.grants.given.length === 0);
      const next = await openViewer();
      expect(next.by.viewer).toBe(viewer);
      return sends(next, "stream:act", click(id, 6));
    },
  },
  "replayed: the same number, and one before it": {
    why: "repeated",
    attempt: async () => {
      const id = await begun();
      return sends(anna, "stream:act", scroll(id, 5), click(id, 5), click(id, 1));
    },
  },
  "no party any more: the conversation is somebody else's": {
    why: "noGrant",
    attempt: async () => {
      const id = await begun();
      house.state = "ended";
      const sent = await sends(anna, "stream:act", click(id, 6));
      house.state = "active";
      return sent;
    },
  },
  "wrong side: the agent answers for the visitor": {
    why: "wrongSide",
    attempt: async () => {
      const id = await ask(anna);
      await anna.say("stream:answer", { id, answer: "give" });
      await anna.say("stream:act", click(id, 1));
      expect(house.control.dropped.noGrant).toBe(1);
      return 1;
    },
  },
  "wrong side: the agent speaks as the page, or as the hub": {
    why: "wrongSide",
    attempt: async () => {
      const grant = await begun();
      const { viewer } = anna.by;
      await other.say("stream:acted", { viewer, grant, seq: 5, outcome: "done" });
      await other.say("stream:field", { viewer, grant, news: { kind: "closed", node } });
      await other.say("stream:takeBack", { grant: "control", upTo: grant });
      await other.say("stream:deed", { grant, kind: "click", path: "/", label: "" });
      return 4 + (await sends(other, "stream:grants", { given: [], asked: null, answered: null }));
    },
  },
  "wrong side: the page asks and acts": {
    why: "wrongSide",
    attempt: async () => {
      const id = await begun();
      await page.say("stream:ask", { grant: "navigate" });
      await page.say("stream:drop", { grant: "control" });
      return 2 + (await sends(page, "stream:act", click(id, 6)));
    },
  },
};

describe("nothing reaches the page", () => {
  test.each(Object.entries(MATRIX))("%s", async (_title, { why, attempt }) => {
    const before = { ...house.control.dropped };
    const count = await attempt();
    await settled();
    // But the one that is an act.
    expect(page.acts.filter(({ seq, act }) => seq !== 5 || act.kind !== "scroll")).toEqual([]);
    expect(house.control.dropped[why] - before[why]).toBe(count);
    if (why === "noGrant" || why === "repeated") {
      await until(
        () =>
          [...anna.answers, ...other.answers].some(({ outcome }) => outcome === why) ||
          anna.socket.disconnected,
      );
    }
  });

  test("of a stranger's, who is not let in", async () => {
    const id = await begun();
    house.signedIn = { ...agent, tenantId: "11000000-0000-4000-8000-000000000000" as TenantId };
    expect(await refusal(house.asAgent())).toBe("NOT_FOUND");
    house.signedIn = { ...agent, agentId: "51000000-0000-4000-8000-000000000000" as AgentId };
    expect(await refusal(house.asAgent())).toBe("NOT_FOUND");
    expect(page.grants.given).toMatchObject([{ id }]);
  });

  test("after the agent signed out, or the sharing is over", async () => {
    await begun();
    house.signedIn = null;
    await house.sessions.recheck([agent.agentId]);
    await until(() => page.grants.given.length === 0);
    house.signedIn = agent;
    other = await openViewer();
    anna = await openViewer();
    const id = await give(anna);
    const over = once(page.socket, "disconnect");
    house.relay.end(ID);
    anna.socket.emit("stream:act", click(id, 6));
    await over;
    expect(page.acts.length).toBe(1);
    expect(house.control.size).toBe(0);
  });
});

test("a page's words for somebody else, or under no grant, reach nobody", async () => {
  const grant = await begun();
  const mine = { viewer: anna.by.viewer, grant };
  const closed = { kind: "closed", node };
  await page.say(
    "stream:field",
    { ...mine, viewer: other.by.viewer, news: closed },
    { ...mine, grant: grant + 1, news: closed },
  );
  await page.say("stream:acted", { ...mine, viewer: other.by.viewer, seq: 5, outcome: "done" });
  await page.say("stream:acted", { ...mine, seq: 5, outcome: "perfect" }, null);
  await page.say("stream:takeBack", { grant: "control", upTo: grant });
  // What is in a field is nobody's to see once the grant is over; that an act was done is.
  await page.say("stream:field", { ...mine, news: closed });
  await page.say("stream:acted", { ...mine, seq: 5, outcome: "done" });
  await until(() => anna.answers.length > 0);
  expect(anna.answers).toEqual([{ ...mine, seq: 5, outcome: "done" }]);
  expect([...anna.all("stream:field"), ...other.all("stream:field"), ...other.answers]).toEqual([]);
  expect(house.control.dropped).toMatchObject({ unasked: 4, malformed: 2 });
});

test("a page that another one took over from has no say", async () => {
  const id = await ask(anna);
  const before = page;
  const gone = once(before.socket, "disconnect");
  page = await openPage();
  before.socket.emit("stream:answer", { id, answer: "give" });
  await gone;
  await settled();
  expect(page.grants).toMatchObject({ given: [], asked: { id } });
});

test("what happens is told for the receipt, in order: who saw, asked, was given, did, and how it ended", async () => {
  house.happened.length = 0;
  const by = { viewer: anna.by.viewer, agentId: agent.agentId, name: "Anna" };
  const id = await ask(anna, "control", "Filling in");
  await page.say("stream:answer", { id, answer: "give" });
  const deed = { grant: id, kind: "write", path: "/checkout", label: "City", value: "Kiel" };
  await page.say("stream:deed", deed, { ...deed, grant: id - 1 }, { ...deed, kind: "pay" });
  await page.say("stream:takeBack", { grant: "control", upTo: id });
  const undone = { grant: id, kind: "undo", path: "/checkout", label: "City" };
  await page.say("stream:deed", undone);
  house.relay.end(ID);
  expect(house.happened).toEqual([
    { kind: "asked", by, id, grant: "control", reason: "Filling in" },
    { kind: "answered", id, grant: "control", outcome: "given" },
    { kind: "done", by, deed },
    { kind: "ended", id, grant: "control", why: "takenBack" },
    { kind: "done", by, deed: undone },
  ]);
  expect(house.control.dropped).toMatchObject({ unasked: 1, malformed: 1 });
});

test("a grant ends with the sharing by that name, whoever's connection goes first", async () => {
  const id = await give(anna);
  house.happened.length = 0;
  house.relay.end(ID);
  expect(house.happened).toEqual([{ kind: "ended", id, grant: "control", why: "over" }]);
});
