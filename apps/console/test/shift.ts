/** A busy shift for the console's pictures and stories: work of every kind, a queue that is late, colleagues. */
import {
  type AgentId,
  type ConversationId,
  fail,
  ok,
  type QueueEntry,
  type WorkExplanation,
  type WorkItemId,
  type WorkView,
} from "@lotse/protocol";
import type { FakeHub } from "./fakeHub.ts";
import { CLAIMS, PHARMACY, SALES } from "./routingPlan.ts";
import type { Scene } from "./scene.ts";

const id = <T extends string>(n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}` as T;

export const BEN = { id: id<AgentId>(2), name: "Ben Krüger" };
export const CLARA = { id: id<AgentId>(3), name: "Clara Yılmaz" };

const work = (n: number, given: Partial<WorkView> & Record<string, unknown>): WorkView =>
  ({
    place: "assigned",
    workItemId: id<WorkItemId>(n),
    assignment: 4,
    channel: "email",
    queueId: CLAIMS,
    conversationId: null,
    label: "Elisabeth Brandt",
    subject: null,
    body: null,
    links: [],
    contact: null,
    units: 2,
    enqueuedAtMs: Date.now() - 900_000,
    assignedAtMs: Date.now() - 240_000,
    note: null,
    assists: [],
    ...given,
  }) as WorkView;

export const EMAIL = work(801, {
  subject: "Schadenmeldung zu Vertrag 4711-0815: Hagelschaden am Fahrzeug",
  body: "Sehr geehrte Damen und Herren,\n\nam Samstag hat der Hagel mein Auto beschädigt. Bilder hängen an.\n\nMit freundlichen Grüßen\nElisabeth Brandt",
  contact: { name: "Elisabeth Brandt", email: "elisabeth.brandt@mail.example", phone: "+49 40 1234567" },
  links: [{ label: "Vertrag 4711-0815 im Bestand", url: "https://erp.nordwind.example/vertrag/4711-0815" }],
  note: "Bitte heute noch anrufen, sie ist nur bis 17 Uhr erreichbar.",
});

const waiting = (n: number, given: Partial<QueueEntry>): QueueEntry => ({
  workItemId: id<WorkItemId>(n),
  conversationId: null,
  visitorLabel: "Visitor 77AB",
  skill: null,
  topic: null,
  enqueuedAtMs: Date.now() - 95_000,
  channel: "chat",
  queueId: SALES,
  dueAtMs: Date.now() + 30_000,
  subject: null,
  mayPick: false,
  ...given,
});

/** As it is now: the file may have been read long before a story begins. */
export const queueNow = (): readonly QueueEntry[] => [
  waiting(811, { conversationId: id<ConversationId>(61), topic: "Kfz-Versicherung" }),
  waiting(812, {
    channel: "call",
    visitorLabel: "+49 30 998877",
    enqueuedAtMs: Date.now() - 160_000,
    dueAtMs: Date.now() - 140_000,
  }),
  waiting(813, {
    channel: "fax",
    queueId: CLAIMS,
    visitorLabel: "Autohaus Sonnenschein GmbH & Co. Kommanditgesellschaft",
    subject: "Kostenvoranschlag Kraftfahrzeuglackierungsarbeiten",
    dueAtMs: Date.now() + 7_200_000,
    mayPick: true,
  }),
  waiting(814, {
    queueId: PHARMACY,
    mayPick: true,
    dueAtMs: Date.now() + 45_000,
    visitorLabel: "Visitor 1A2B",
  }),
];

export const EXPLANATION: WorkExplanation = {
  workItemId: id<WorkItemId>(812),
  place: "waiting",
  agent: null,
  before: 0,
  queueId: SALES,
  channel: "call",
  needs: [{ skill: "Sales", level: 2 }],
  relaxed: 1,
  priority: 2,
  enqueuedAtMs: Date.now() - 160_000,
  dueAtMs: Date.now() - 140_000,
  closed: false,
  sent: [{ fromQueueId: CLAIMS, toQueueId: SALES, why: "waiting", atMs: Date.now() - 100_000 }],
  estimate: { expectedMs: 120_000, lowMs: 60_000, highMs: 300_000 },
  agents: [
    {
      agent: { id: id<AgentId>(1), name: "Anna Petersen" },
      whyNot: [{ why: "full", used: 6, units: 6, weight: 6 }],
    },
    { agent: BEN, whyNot: [{ why: "away", reason: "Mittagspause" }] },
    { agent: CLARA, whyNot: [{ why: "levelTooLow", skill: "Sales", level: 1, needed: 2 }] },
    {
      agent: { id: id<AgentId>(5), name: "Dörte Ahrens" },
      whyNot: [{ why: "blending", ruleId: "no-fax-on-the-phone" }],
    },
    { agent: { id: id<AgentId>(6), name: "Emre Aksoy" }, whyNot: [] },
  ],
};

/** Two chats as work beside an e-mail; a fax is parked, a call in wrap-up, a colleague is helped. */
export const shift = (hub: FakeHub, scene: Scene): void => {
  const [first, second] = [
    scene.conversation(50, "Visitor 3F2A", "Kfz-Versicherung"),
    scene.conversation(51, "Visitor 9C1D"),
  ];
  scene.say(first.id, "visitor", "Guten Tag, ich verstehe die Schadenfreiheitsklasse nicht.", 60_000);
  scene.say(second.id, "visitor", "Hallo?", 130_000);
  scene.queue = [...queueNow()];
  const chat = (n: number, conversationId: ConversationId, given = {}) =>
    work(n, { channel: "chat", queueId: SALES, conversationId, units: 1, ...given });
  scene.work = {
    work: [
      chat(821, first.id, { note: "Kennt den Tarif schon.", assists: [{ ...CLARA, mode: "consult" }] }),
      chat(822, second.id),
      EMAIL,
      work(802, {
        channel: "fax",
        label: "Kanzlei Dr. Möller",
        subject: "Abtretungserklärung",
        place: "parked",
        ruleId: "calls-first",
        units: 0,
      }),
      work(803, {
        channel: "call",
        label: "+49 40 555",
        place: "wrapUp",
        untilMs: Date.now() + 40_000,
        units: 1,
      }),
      work(804, {
        channel: "chat",
        label: "Visitor AA01",
        place: "assisting",
        agent: BEN,
        mode: "consult",
        units: 1,
      }),
    ],
    meter: {
      units: 8,
      used: 6,
      holds: [
        { kind: "work", channel: "chat", units: 1, workItemId: id<WorkItemId>(821) },
        { kind: "work", channel: "chat", units: 1, workItemId: id<WorkItemId>(822) },
        { kind: "work", channel: "email", units: 2, workItemId: EMAIL.workItemId },
        { kind: "wrapUp", channel: "call", units: 1, workItemId: id<WorkItemId>(803) },
        { kind: "assist", channel: "chat", units: 1, workItemId: id<WorkItemId>(804) },
      ],
    },
    colleagues: [
      { ...BEN, presence: "away", presenceReason: "Mittagspause" },
      { ...CLARA, presence: "available", presenceReason: null },
    ],
  };
  for (const name of [
    "work:done",
    "work:putBack",
    "work:transfer",
    "work:forward",
    "work:consult",
    "work:consultEnd",
    "wrapUp:end",
  ]) {
    hub.answers.set(name, () => ok({}));
  }
  hub.answers.set("work:explain", () => ok({ explanation: EXPLANATION }));
  hub.answers.set("work:next", () => ok({ taken: null }));
  hub.answers.set("work:pick", () => fail({ code: "NOT_FOUND", message: "" }));
};
