/** The planted fault: a gate that lets everything through. The canary must find what the real gate holds back. */
import type { Egress } from "../../packages/cobrowse/src/capture/egress.ts";

export const createEgress = (): Egress => ({
  filter: event => event,
  besides: () => null,
  shows: () => true,
  text: (_, value) => value,
  address: value => value,
});
