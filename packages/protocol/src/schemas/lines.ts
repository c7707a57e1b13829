/** The lines of one `message:send`. */
import * as v from "valibot";
import { BATCH_LINES_MAX, BATCH_TEXT_MAX } from "../batch.ts";
import type { ClientMessageId } from "../ids.ts";
import { filledText, id, MESSAGE_TEXT_MAX } from "./primitives.ts";

const line = v.strictObject({ clientId: id<ClientMessageId>(), text: filledText(MESSAGE_TEXT_MAX) });

export const lines = v.pipe(
  v.array(line, "FIELD_TYPE"),
  v.minLength(1, "LIMIT_RANGE"),
  v.maxLength(BATCH_LINES_MAX, "LIMIT_RANGE"),
  v.check(
    batch => batch.reduce((sum, { text }) => sum + text.length, 0) <= BATCH_TEXT_MAX,
    "PAYLOAD_TOO_LARGE",
  ),
);
