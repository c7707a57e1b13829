/** A rule that is refused, on its way to the editor: the code of the closed list, and where in the text it stands. */
import { type ErrorCode, LotseError, type TextPosition, type WireError } from "@lotse/protocol";

const FIELD = "definition.cel";

export class RuleRefused extends LotseError {
  readonly position: TextPosition | null;

  constructor(code: ErrorCode, message: string, position: TextPosition | null) {
    super(code, message, { field: FIELD });
    this.position = position;
  }

  override toWire(): WireError {
    return { ...super.toWire(), ...(this.position === null ? {} : { position: this.position }) };
  }
}
