/**
 * What a burst costs the consoles: 1,000 items of other systems come to a line that nobody serves, and the hub's queue
 * feature tells the consoles of it, once with every change and once as it does. The same arrivals, at the same times of a
 * clock that is moved by hand; counted is what the publisher is given, as Socket.IO writes it, for each console that gets it.
 *
 *     npm run bench -- line
 */
import { LINE_EVERY_MS } from "../apps/hub/src/features/queue/lineTeller.ts";
import { agent, agentRecord, openDesk, TENANT } from "../apps/hub/src/features/queue/test/desk.ts";
import { outsideItem, WORK_PLAN } from "../apps/hub/src/features/queue/test/plans.ts";

const ARRIVALS = 1_000;
const CONSOLES = 20;
const APART_MS = [1, 10];

const AGENTS = Array.from({ length: CONSOLES }, (_, n) => agentRecord(n + 1, [], 1));
const plans = {
  "agents pick": WORK_PLAN,
  "nobody picks": { ...WORK_PLAN, queues: WORK_PLAN.queues.map(queue => ({ ...queue, pick: false })) },
};

/** Of the processor: to find out what each console sees, and to write it once for whoever sees the same. */
const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const burst = async (
  plan: typeof WORK_PLAN,
  { apartMs, lineEveryMs }: { apartMs: number; lineEveryMs: number },
) => {
  const sent = { messages: 0, bytes: 0, shown: 0, tookMs: 0 };
  const desk = await openDesk({
    agents: AGENTS,
    plan,
    lineEveryMs,
    onTold: told => {
      if (told.event !== "queue:changed") return;
      const receivers = told.to === TENANT ? CONSOLES : 1;
      sent.messages += receivers;
      sent.bytes += receivers * Buffer.byteLength(`42/agent,${JSON.stringify([told.event, told.payload])}`);
      sent.shown =
        told.payload.queue.length + (told.payload.more ?? []).reduce((sum, { count }) => sum + count, 0);
    },
  });
  for (const record of AGENTS) {
    await desk.queue.agentConnected(agent(record));
    await desk.queue.setPresence(agent(record), { presence: "away", reason: null });
  }
  const fromMs = processorMs();
  for (let n = 0; n < ARRIVALS; n++) {
    await desk.queue.items.addWorkItem(TENANT, outsideItem());
    await desk.pass(apartMs);
  }
  await desk.pass(LINE_EVERY_MS);
  sent.tookMs = processorMs() - fromMs;
  await desk.queue.close();
  if (sent.shown !== ARRIVALS) throw new Error(`The last that was told is of ${sent.shown}, not of all`);
  return sent;
};

const print = (name: string, { messages, bytes, tookMs }: Awaited<ReturnType<typeof burst>>): void => {
  const megabytes = (bytes / 1_000_000).toFixed(1);
  console.log(
    `  ${name.padEnd(22)} ${messages.toLocaleString("en").padStart(7)} messages ${megabytes.padStart(7)} MB   ${(tookMs / 1_000).toFixed(1).padStart(5)} s of the processor`,
  );
};

for (const [how, plan] of Object.entries(plans)) {
  for (const apartMs of APART_MS) {
    console.log(`\n${ARRIVALS} arrivals, ${1_000 / apartMs} a second, ${CONSOLES} consoles, ${how}`);
    const every = await burst(plan, { apartMs, lineEveryMs: 0 });
    const asItDoes = await burst(plan, { apartMs, lineEveryMs: LINE_EVERY_MS });
    print("every change", every);
    print(`at most every ${LINE_EVERY_MS} ms`, asItDoes);
    const ratio = (by: "messages" | "bytes"): string => (every[by] / asItDoes[by]).toFixed(1);
    console.log(`  ${ratio("messages")} times fewer messages, ${ratio("bytes")} times fewer bytes`);
  }
}
