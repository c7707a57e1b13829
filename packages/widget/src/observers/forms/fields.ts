/** Which form and which field something is about. Reads names and lengths, and no text. */
import { formName, isShown } from "../../reader/formFinder.ts";
import { clip } from "../../shared/text.ts";

export const FORMS = "form,[data-lotse-form]";
const CONTROLS = "input,select,textarea";
const TEXTS =
  "textarea,input:not([type]),input:is([type=text],[type=email],[type=tel],[type=url],[type=search],[type=password])";
const NAME_MAX = 80;

/** The forms around it that have a name: one in another is part of both. */
export const formsAround = (path: readonly Element[]): readonly string[] => {
  const own = (path[0] as HTMLInputElement | undefined)?.form;
  const around = path.filter(one => one.matches(FORMS));
  const names = [...around, ...(own instanceof Element ? [own] : [])].map(formName);
  return [...new Set(names)].filter(name => name !== "");
};

export const pathOf = (element: Element): readonly Element[] => {
  const path: Element[] = [];
  for (let one: Element | null = element; one; one = one.parentElement) path.push(one);
  return path;
};

/** Within its form. A group of choices with one name is one field; without any name it is the first, second ... of the page. */
export const fieldName = (element: Element): string => {
  const name = element.getAttribute("name") || element.id;
  return clip(name || `#${[...document.querySelectorAll(CONTROLS)].indexOf(element)}`, NAME_MAX);
};

export const lengthIn = (element: Element): number | null =>
  element.matches(TEXTS) ? (element as HTMLInputElement).value.length : null;

/** Forms that can be seen on the page, if one looks: those folded away or in a closed dialog cannot. */
export const formsPresent = (): ReadonlySet<string> =>
  new Set([...document.querySelectorAll(FORMS)].filter(isShown).map(formName));

/** By form: the fields the page marks as wrong. */
export const fieldsMarked = (): ReadonlyMap<string, ReadonlySet<string>> => {
  const marked = new Map<string, Set<string>>();
  for (const field of document.querySelectorAll(
    "[aria-invalid]:not([aria-invalid=false],[aria-invalid=''])",
  )) {
    const path = pathOf(field);
    if (path.some(one => one.hasAttribute("data-lotse-block"))) continue;
    for (const form of formsAround(path)) {
      const fields = marked.get(form) ?? new Set();
      marked.set(form, fields.add(fieldName(field)));
    }
  }
  return marked;
};
