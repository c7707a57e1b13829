/** REST that is no command, as the feature that answers it describes it for OpenAPI. Types only. */
import type { GenericSchema } from "valibot";

export interface RestOperation {
  readonly method: "get" | "post" | "put" | "delete";
  /** Below `/api/v1`, parameters in braces. */
  readonly path: string;
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly description: string }[];
  readonly body: GenericSchema | null;
  /** The wire type it answers, by name; null: nothing to say beyond "done". */
  readonly value: string | null;
  /** Of success. */
  readonly status: number;
}
