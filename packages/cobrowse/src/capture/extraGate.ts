/**
 * The gate for what rrweb does not say: copied field by field, and nothing of what is masked, blocked or secret. Knows
 * neither how it was read nor the rest of the gate.
 */
import { type ExtraData, PICTURE, PICTURE_CHARS_MAX } from "../wire/extras.ts";

/** `shown`: the node may be seen, and what it holds is no secret. */
export const judgeExtra = (data: ExtraData, shown: (id: number) => boolean): ExtraData | null => {
  const { id, kind } = data;
  if (!shown(id)) return null;
  switch (kind) {
    case "indeterminate":
    case "popover":
    case "sheet":
      return { kind, id, on: data.on };
    case "chosen":
      return { kind, id, indexes: data.indexes };
    case "picture":
      return data.src.length <= PICTURE_CHARS_MAX && PICTURE.test(data.src)
        ? { kind, id, src: data.src }
        : null;
    case "label":
      return { kind, id, label: data.label, width: data.width, height: data.height };
    default:
      return null;
  }
};
