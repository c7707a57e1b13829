/** The pages that are shared in this bench and what happens on them. Seeded: each run does the same. */

const seeded = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const WORDS =
  "Konto Antrag Beitrag Vertrag sofort günstig Schutz Haus Auto Leben Wetter Boot Segel Jacke Farbe".split(
    " ",
  );
const words = (random: (below: number) => number, count: number): string =>
  Array.from({ length: count }, () => WORDS[random(WORDS.length)]).join(" ");

/** As a style framework would be: some 120 kB of rules that repeat each other's words. */
const framework = (): string =>
  Array.from(
    { length: 1_600 },
    (_, n) =>
      `.u-${n % 40}-${n} { margin: ${n % 7}px; padding: ${n % 11}px ${n % 5}px; color: #${(n * 7919).toString(16).padStart(6, "0").slice(-6)} }`,
  ).join("\n");

const rows = (random: (below: number) => number, count: number): string =>
  Array.from(
    { length: count },
    (_, n) => `<tr><td>${n}</td><td>${words(random, 2)}</td><td>${random(100_000) / 100}</td></tr>`,
  ).join("");

const type = (field: HTMLInputElement, text: string): void => {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

export interface Workload {
  readonly html: () => string;
  readonly everyMs: number;
  readonly step: (n: number, random: (below: number) => number) => void;
}

const at = <E extends Element>(selector: string): E => document.querySelector(selector) as E;

export const WORKLOADS: Readonly<Record<string, Workload>> = {
  shop: {
    html: () => {
      const random = seeded(1);
      const card = (n: number) =>
        `<article class="u-${n % 40}-${n}"><h2>${words(random, 3)}</h2><p>${words(random, 14)}</p><b>${random(9_000) / 100} €</b><button>In den Korb</button></article>`;
      return `<style>${framework()}</style><input id="search">${Array.from({ length: 300 }, (_, n) => card(n)).join("")}`;
    },
    everyMs: 100,
    step: (n, random) => {
      if (n % 10 === 0) window.scrollTo(0, random(4_000));
      else if (n % 10 === 5) at("article h2").textContent = words(random, 3);
      else if (n % 3 === 0) type(at("#search"), words(random, 3).slice(0, 1 + (n % 20)));
      else {
        const where = { clientX: random(900), clientY: random(600), bubbles: true };
        document.body.dispatchEvent(new MouseEvent("mousemove", where));
      }
    },
  },
  form: {
    html: () =>
      `<form>${Array.from({ length: 100 }, (_, n) => `<label>Feld ${n} <input name="f${n}"></label>`).join("")}</form>`,
    everyMs: 70,
    step: (n, random) => {
      const field = at<HTMLInputElement>(`[name=f${Math.floor(n / 12) % 100}]`);
      type(field, (field.value + "abcdefghij klmnop"[random(17)]).slice(-30));
    },
  },
  "table by rows": {
    html: () => `<table><tbody>${rows(seeded(2), 100)}</tbody></table>`,
    everyMs: 500,
    step: (_, random) => {
      for (let change = 0; change < 5; change++) {
        at(`tr:nth-child(${1 + random(100)}) td:last-child`).textContent = String(random(100_000) / 100);
      }
    },
  },
  "table anew": {
    html: () => `<table><tbody>${rows(seeded(2), 100)}</tbody></table>`,
    everyMs: 500,
    step: (_, random) => {
      at("tbody").innerHTML = rows(random, 100);
    },
  },
};

/** Builds the page; `run` does its work for as many steps. */
export const openWorkload = (name: string) => {
  const workload = WORKLOADS[name];
  if (workload === undefined) throw new Error(`There is no workload ${name}`);
  document.body.innerHTML = workload.html();
  const random = seeded(3);
  return {
    run: async (durationMs: number): Promise<void> => {
      for (let n = 0; n * workload.everyMs < durationMs; n++) {
        workload.step(n, random);
        await new Promise(done => setTimeout(done, workload.everyMs));
      }
    },
  };
};
