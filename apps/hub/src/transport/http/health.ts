/** Is the process alive, may it get traffic, and a few gauges in Prometheus' text format. */
import type { Express } from "express";

export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly value: number;
  /** A counter only grows, and begins anew with the process. */
  readonly kind?: "gauge" | "counter";
  readonly labels?: Readonly<Record<string, string>>;
}

export interface HealthDeps {
  /** False while starting, stopping, or without storage. */
  readonly isReady: () => Promise<boolean>;
  readonly gauges: () => readonly Gauge[];
}

const sampleOf = ({ name, labels = {}, value }: Gauge): string => {
  const told = Object.entries(labels).map(([label, text]) => `${label}="${text}"`);
  return `${name}${told.length > 0 ? `{${told.join()}}` : ""} ${value}\n`;
};

/** Samples of one name follow each other, under one heading. */
const prometheusText = (gauges: readonly Gauge[]): string =>
  gauges
    .map((gauge, index) => {
      if (gauges[index - 1]?.name === gauge.name) return sampleOf(gauge);
      const { name, help, kind = "gauge" } = gauge;
      return `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${sampleOf(gauge)}`;
    })
    .join("");

export const healthRoutes = (app: Express, deps: HealthDeps): void => {
  app.get("/healthz", (_request, response) => void response.json({ status: "ok" }));
  app.get("/readyz", async (_request, response) => {
    const ready = await deps.isReady();
    response.status(ready ? 200 : 503).json({ status: ready ? "ready" : "notReady" });
  });
  app.get("/metrics", (_request, response) => {
    response.type("text/plain; version=0.0.4").send(prometheusText(deps.gauges()));
  });
};
