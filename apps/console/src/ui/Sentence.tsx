/**
 * A sentence with fields in its gaps. The same text is filled with words where it is only read (`gaps.ts`), so the two never
 * say different things.
 */
import { type ComponentChildren, Fragment } from "preact";
import { piecesOf } from "./gaps.ts";

export const Sentence = (props: {
  readonly text: string;
  readonly parts: Readonly<Record<string, ComponentChildren>>;
}) => (
  <>
    {piecesOf(props.text).map((piece, index) => (
      <Fragment key={index}>{index % 2 === 0 ? piece : props.parts[piece]}</Fragment>
    ))}
  </>
);
