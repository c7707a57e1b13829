/** A line of text, a date or a longer note, controlled by React and written in groups where the field has a format. */
import { type ChangeEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { definitionOf, type TextName } from "../../shared/quote/fields.ts";
import { formats } from "../../shared/quote/formats.ts";
import { formatPlate } from "../../shared/vehicle.ts";
import { caretAfter } from "../caret.ts";
import { inputHints } from "../inputHints.ts";
import { useQuote } from "../QuoteContext.ts";
import { controlAttributes, FieldFrame } from "./FieldFrame.tsx";

/** React puts the caret at the end when the value differs from what was typed; this puts it back. */
function useFormatted(name: TextName) {
  const { change, language } = useQuote();
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);

  useLayoutEffect(() => {
    if (caret.current !== null && document.activeElement === input.current) {
      input.current?.setSelectionRange(caret.current, caret.current);
    }
    caret.current = null;
  });

  const onChange = (event: ChangeEvent<HTMLInputElement>): void => {
    const { value, selectionStart } = event.currentTarget;
    const format = formats[name];
    const text = format ? format(value, language) : value;
    if (format && selectionStart !== null) caret.current = caretAfter(value, selectionStart, text);
    change(name, text);
  };
  return { input, onChange };
}

export function TextField({ name }: { readonly name: TextName }): ReactNode {
  const form = useQuote();
  const { input, onChange } = useFormatted(name);
  const definition = definitionOf(name);
  const hints = inputHints[name];
  const leave = (): void => {
    if (name === "plate") form.change(name, formatPlate(form.values[name]));
    form.leave(name);
  };
  return (
    <FieldFrame name={name} size={hints?.size}>
      <input
        {...controlAttributes(form, name)}
        ref={input}
        type={definition.kind === "date" ? "date" : (hints?.type ?? "text")}
        inputMode={hints?.inputMode}
        autoComplete={hints?.autoComplete ?? "off"}
        maxLength={definition.maxLength}
        value={form.values[name]}
        onChange={onChange}
        onBlur={leave}
      />
    </FieldFrame>
  );
}

/** Notes are the customer's own: masked for anyone who looks on. */
export function NotesField({ name }: { readonly name: TextName }): ReactNode {
  const form = useQuote();
  return (
    <FieldFrame name={name}>
      <textarea
        {...controlAttributes(form, name)}
        data-lotse-mask=""
        rows={3}
        maxLength={definitionOf(name).maxLength}
        value={form.values[name]}
        onChange={event => form.change(name, event.currentTarget.value)}
        onBlur={() => form.leave(name)}
      />
    </FieldFrame>
  );
}
