// What the commands print. Colour only on a terminal.
import { env, stderr, stdout } from "node:process";

const colours = stdout.isTTY === true && env.NO_COLOR === undefined;
const paint = code => text => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint(1);
const dim = paint(2);
const red = paint(31);
const green = paint(32);
const yellow = paint(33);

export const seconds = ms => `${(ms / 1000).toFixed(1)} s`;

export const say = {
  line: (text = "") => stdout.write(`${text}\n`),
  title: text => stdout.write(`\n${bold(text)}\n`),
  done: (text, ms) => stdout.write(`${green("✓")} ${text} ${dim(seconds(ms))}\n`),
  failed: (text, ms) => stdout.write(`${red("✗")} ${text} ${dim(seconds(ms))}\n`),
  warn: text => stdout.write(`${yellow("!")} ${text}\n`),
  error: text => stderr.write(`${red("✗")} ${text}\n`),
  bold,
  dim,
};

/** Runs one step, tells how long it took, and hands its result or error on. */
export const step = async (text, work) => {
  const startedAtMs = performance.now();
  stdout.write(stdout.isTTY === true ? `… ${text}\r` : `… ${text}\n`);
  try {
    const result = await work();
    say.done(text, performance.now() - startedAtMs);
    return result;
  } catch (error) {
    say.failed(text, performance.now() - startedAtMs);
    throw error;
  }
};
