/** What an agent's side needs to write in a field of the visitor's page. */
export { type Caret, type DraftState, FieldDraft, type FieldDraftOptions } from "./FieldDraft.ts";
