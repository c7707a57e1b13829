/** A labelled field of a server-rendered form: label, hint, control, and the error linked to the control. */
import { type Html, html } from "../html.ts";

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly type?: "text" | "email" | "tel" | "password";
  readonly autocomplete: string;
  readonly inputmode?: "numeric" | "text";
  readonly maxlength?: number;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly size?: "half" | "third" | "two-thirds";
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

function describedBy(field: FormField): Html | string {
  const ids = [field.hint ? `${field.name}-hint` : "", field.error ? `${field.name}-error` : ""].filter(
    Boolean,
  );
  return ids.length ? html` aria-describedby="${ids.join(" ")}"` : "";
}

function control(field: FormField, focus: boolean): Html {
  const state = html`${field.optional ? "" : html` required`}${describedBy(field)}${field.error ? html` aria-invalid="true"` : ""}${focus ? html` autofocus` : ""}`;
  if (field.options) {
    const options = field.options.map(
      option =>
        html`<option value="${option.value}"${option.value === field.value ? html` selected` : ""}>${option.label}</option>`,
    );
    return html`<select id="${field.name}" name="${field.name}" autocomplete="${field.autocomplete}"${state}>${options}</select>`;
  }
  const inputmode = field.inputmode ? html` inputmode="${field.inputmode}"` : "";
  return html`<input id="${field.name}" name="${field.name}" type="${field.type ?? "text"}" value="${field.value ?? ""}" autocomplete="${field.autocomplete}" maxlength="${field.maxlength ?? 254}"${inputmode}${state}>`;
}

export const fieldError = (name: string, error: string | undefined): Html | string =>
  error ? html`<p class="error" id="${name}-error">${error}</p>` : "";

/** `focus`: this is the first field with an error, where the customer goes on. */
export function formField(field: FormField, focus: boolean): Html {
  return html`<div class="field ${field.size ?? ""}">
    <label for="${field.name}">${field.label}</label>
    ${field.hint ? html`<p class="hint" id="${field.name}-hint">${field.hint}</p>` : ""}
    ${control(field, focus)}
    ${fieldError(field.name, field.error)}
  </div>`;
}

export interface Tick {
  readonly name: string;
  readonly label: string;
  readonly checked?: boolean;
  readonly required?: boolean;
  readonly error?: string | undefined;
}

export function tick(box: Tick, focus: boolean): Html {
  const error = box.error ? html` aria-invalid="true" aria-describedby="${box.name}-error"` : "";
  return html`<div class="field tick">
    <input id="${box.name}" name="${box.name}" type="checkbox" value="yes"${box.checked ? html` checked` : ""}${box.required ? html` required` : ""}${error}${focus ? html` autofocus` : ""}>
    <label for="${box.name}">${box.label}</label>
    ${fieldError(box.name, box.error)}
  </div>`;
}
