/** Is the process alive, may it get traffic, and a few gauges in Prometheus' text format. */
import type { Express } from "express";

export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly value: number;
}

export interface HealthDeps {
  /** False while starting, stopping, or without storage. */
  readonly isReady: () => Promise<boolean>;
  readonly gauges: () => readonly Gauge[];
}

const prometheusText = (gauges: readonly Gauge[]): string =>
  gauges
    .map(({ name, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
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
