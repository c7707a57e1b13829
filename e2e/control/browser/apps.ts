/**
 * The same form in three frameworks, each with fields that its own state controls: what counts is what that state says.
 * `grouped` writes digits in groups and takes nothing else.
 */
import * as preact from "preact";
import { useState as usePreact } from "preact/hooks";
import * as react from "react";
import { createRoot } from "react-dom/client";
import * as vue from "vue";

interface State {
  name: string;
  grouped: string;
  notes: string;
  agreed: boolean;
  size: string;
  colour: string;
  tags: readonly string[];
  day: string;
  count: number;
  touched: number;
}
const FIRST: State = {
  ...{ name: "", grouped: "", notes: "", agreed: false, size: "s", colour: "red", tags: [], day: "" },
  ...{ count: 0, touched: 0 },
};
const COLOURS = ["red", "green", "blue"];
const group = (text: string): string => text.replace(/\D/g, "").replace(/(\d{4})(?=\d)/g, "$1 ");

type Make = (tag: string, props: Record<string, unknown>, ...children: unknown[]) => unknown;
type Change = (next: Partial<State>) => void;
const chosen = (event: Event): string[] =>
  Array.from((event.target as HTMLSelectElement).selectedOptions, option => option.value);
const said = (event: Event): string => (event.target as HTMLInputElement).value;

/** `text`: how a framework names what a controlled text field hears. */
const form = (make: Make, state: State, change: Change, text: string): unknown => {
  const options = (list: readonly string[], isChosen?: (one: string) => boolean) =>
    list.map(one =>
      make("option", { value: one, key: one, ...(isChosen && { selected: isChosen(one) }) }, one),
    );
  const size = (value: string) =>
    make("input", {
      ...{
        type: "radio",
        name: "size",
        id: `size-${value}`,
        value,
        key: value,
        checked: state.size === value,
      },
      onChange: () => change({ size: value }),
    });
  return make(
    "div",
    {},
    make("label", { htmlFor: "name", for: "name" }, "Name"),
    make("input", {
      ...{ id: "name", value: state.name, [text]: (event: Event) => change({ name: said(event) }) },
      onBlur: () => change({ touched: state.touched + 1 }),
    }),
    make("input", {
      ...{ id: "grouped", "aria-label": "Kundennummer", value: state.grouped },
      [text]: (event: Event) => change({ grouped: group(said(event)) }),
    }),
    make("textarea", {
      id: "notes",
      value: state.notes,
      [text]: (event: Event) => change({ notes: said(event) }),
    }),
    make("input", {
      ...{ type: "checkbox", id: "agreed", checked: state.agreed },
      onChange: (event: Event) => change({ agreed: (event.target as HTMLInputElement).checked }),
    }),
    size("s"),
    size("l"),
    make(
      "select",
      { id: "colour", value: state.colour, onChange: (event: Event) => change({ colour: said(event) }) },
      ...options(COLOURS),
    ),
    make("input", {
      ...{
        type: "date",
        id: "day",
        value: state.day,
        [text]: (event: Event) => change({ day: said(event) }),
      },
    }),
    make(
      "button",
      { type: "button", id: "more", onClick: () => change({ count: state.count + 1 }) },
      `Mehr: ${state.count}`,
    ),
  );
};

const tags = (make: Make, state: State, change: Change, props: Record<string, unknown>) =>
  make(
    "select",
    {
      id: "tags",
      multiple: true,
      size: 3,
      ...props,
      onChange: (event: Event) => change({ tags: chosen(event) }),
    },
    ...COLOURS.map(one =>
      make(
        "option",
        { value: one, key: one, ...("value" in props ? {} : { selected: state.tags.includes(one) }) },
        one,
      ),
    ),
  );

const ReactApp = () => {
  const [state, set] = react.useState(FIRST);
  window.appState = state;
  const change: Change = next => set(before => ({ ...before, ...next }));
  const make = ((tag: string, { for: _, ...props }: Record<string, unknown>, ...children: never[]) =>
    react.createElement(tag, props, ...children)) as Make;
  return react.createElement(
    react.Fragment,
    null,
    form(make, state, change, "onChange") as never,
    tags(make, state, change, { value: state.tags }) as never,
  );
};

const PreactApp = () => {
  const [state, set] = usePreact(FIRST);
  window.appState = state;
  const change: Change = next => set(before => ({ ...before, ...next }));
  const make = ((tag: string, { htmlFor: _, ...props }: Record<string, unknown>, ...children: never[]) =>
    preact.h(tag, props, ...children)) as Make;
  return preact.h(
    preact.Fragment,
    null,
    form(make, state, change, "onInput") as never,
    tags(make, state, change, {}) as never,
  );
};

const APPS = {
  react: (root: Element): void => createRoot(root).render(react.createElement(ReactApp)),
  preact: (root: Element): void => preact.render(preact.h(PreactApp, null), root),
  vue: (root: Element): void => {
    const state = vue.reactive({ ...FIRST });
    window.appState = state;
    const change: Change = next => Object.assign(state, next);
    const make = ((tag: string, { htmlFor: _, ...props }: Record<string, unknown>, ...children: never[]) =>
      vue.h(tag, props, children.flat() as never)) as Make;
    vue
      .createApp({
        render: () => [form(make, state, change, "onInput"), tags(make, state, change, {})],
      })
      .mount(root);
  },
};

declare global {
  interface Window {
    appState: State;
    mountApp(name: keyof typeof APPS): void;
  }
}
window.mountApp = name => {
  const root = document.createElement("div");
  document.body.append(root);
  APPS[name](root);
};
