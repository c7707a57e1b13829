/** What another system sent, as it was parsed. */
import type { workItemSchema } from "@lotse/protocol/schemas";
import type { InferOutput } from "valibot";

export type WorkItemInput = InferOutput<typeof workItemSchema>;
