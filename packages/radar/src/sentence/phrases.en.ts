/** How each fact is said in English, as a clause that can follow "if". */
import type { Clause, Counted, Noun, Phrase, Phrases } from "./Grammar.ts";
import { amountIn, clockTime, numberIn } from "./measures.ts";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const visitor = (rest: string): Clause => ({ subject: "the visitor", rest });

const lasts = (rest: (span: string, name: string) => string): Phrase => ({
  kind: "duration",
  clause: (span, name) => visitor(rest(span, name)),
});

const counts = (noun: Noun, rest: (counted: string, name: string) => string): Phrase => ({
  kind: "count",
  noun,
  clause: ({ text }, name) => visitor(rest(text, name)),
});

const holds = (rest: (has: string, is: string, name: string) => string): Phrase => ({
  kind: "boolean",
  clause: (yes, name) => visitor(rest(yes ? "has" : "has not", yes ? "is" : "is not", name)),
});

const value = (subject: (name: string) => string, format?: (value: number) => string): Phrase =>
  format ? { kind: "value", subject, format } : { kind: "value", subject };

const noun = (one: string, many = `${one}s`): Noun => ({
  a: `one ${one}`,
  none: `no ${one}`,
  one,
  many,
});

const isOrAre = ({ plural }: Counted): string => (plural ? "are" : "is");
const price = (amount: number): string => amountIn("en", amount);

export const PHRASES: Phrases = {
  "form.seconds": lasts((span, name) => `has been in form ${name} for ${span}`),
  "form.fieldsTouched": counts(noun("field"), (fields, name) => `has changed ${fields} of form ${name}`),
  "form.hesitationSeconds": lasts((span, name) => `has hesitated in form ${name} for ${span}`),
  "form.errors": {
    kind: "count",
    noun: noun("validation error"),
    clause: ({ text }, name) => ({ subject: `form ${name}`, rest: `has shown ${text}` }),
  },
  "form.retyped": counts(noun("field"), (fields, name) => `has retyped ${fields} of form ${name}`),
  "form.left": holds((has, _is, name) => `${has} abandoned form ${name}`),
  "page.url": value(() => "the page's address"),
  "page.path": value(() => "the page's path"),
  "page.title": value(() => "the page's title"),
  "page.referrer": value(() => "the referring address"),
  "page.seconds": lasts(span => `has been on the page for ${span}`),
  "page.scrolled": value(
    () => "the depth reached on the page",
    percent => `${numberIn("en", percent)}%`,
  ),
  "page.idleSeconds": lasts(span => `has done nothing for ${span}`),
  "page.exitIntent": holds((_has, is) => `${is} about to leave the page`),
  "page.rageClicks": counts(
    noun("burst of clicks", "bursts of clicks"),
    bursts => `has made ${bursts} on the same spot`,
  ),
  "page.deadClicks": counts(noun("click"), clicks => `has made ${clicks} that did nothing`),
  "pages.visited": holds((has, _is, name) => `${has} seen a page ${name}`),
  "event.count": {
    kind: "count",
    noun: { ...noun("time"), none: "zero times" },
    clause: ({ text }, name) => ({ subject: `event ${name}`, rest: `was reported ${text}` }),
  },
  "event.secondsSince": {
    kind: "duration",
    clause: (span, name) => ({ subject: `event ${name}`, rest: `was reported ${span} ago` }),
  },
  fact: value(name => `the fact ${name}`),
  "product.viewing": holds((_has, is, name) => `${is} looking at product ${name}`),
  "product.viewed": holds((has, _is, name) => `${has} looked at product ${name}`),
  "category.viewed": holds((has, _is, name) => `${has} looked at a product of category ${name}`),
  "item.sku": value(() => "the SKU of the product shown"),
  "item.category": value(() => "the category of the product shown"),
  "item.price": value(() => "the price of the product shown", price),
  "basket.value": value(() => "the basket's value", price),
  "basket.count": {
    kind: "count",
    noun: noun("item"),
    clause: ({ text }) => ({ subject: "the basket", rest: `holds ${text}` }),
  },
  "basket.changed": holds(has => `${has} changed the basket`),
  "visit.pages": counts(noun("page"), pages => `has seen ${pages}`),
  "visit.seconds": {
    kind: "duration",
    clause: span => ({ subject: "the visit", rest: `has lasted ${span}` }),
  },
  "visit.campaign": value(() => "the campaign"),
  "visit.source": value(() => "the visit's source"),
  "visit.language": value(() => "the browser's language"),
  "visit.device": value(() => "the device"),
  "visit.number": counts(noun("visit"), visits => `has made ${visits} with this one`),
  "visit.daysSinceLast": {
    kind: "count",
    noun: noun("day"),
    clause: ({ text }) => ({ subject: "the visit before", rest: `was ${text} ago` }),
  },
  "visit.conversations": counts(noun("conversation"), all => `has had ${all} so far`),
  "visit.purchases": counts(noun("purchase"), all => `has made ${all} so far`),
  "contact.identified": holds((_has, is) => `${is} known`),
  "contact.attribute": value(name => `the contact's attribute ${name}`),
  "time.hour": { kind: "moment", subject: "the hour", format: hour => `${hour}:00` },
  "time.weekday": {
    kind: "moment",
    subject: "the weekday",
    format: day => WEEKDAYS[day - 1] ?? `day ${day}`,
  },
  "time.minuteOfDay": { kind: "moment", subject: "the time", format: clockTime },
  "hours.open": {
    kind: "boolean",
    clause: (yes, name) => ({ subject: `queue ${name}`, rest: yes ? "is open" : "is closed" }),
  },
  "skill.free": {
    kind: "count",
    noun: noun("agent"),
    clause: (agents, name) => ({ subject: `${agents.text} with ${name}`, rest: `${isOrAre(agents)} free` }),
  },
  "queue.waiting": {
    kind: "count",
    noun: noun("item"),
    clause: ({ text, plural }, name) => ({
      subject: text,
      rest: `${plural ? "wait" : "waits"} in queue ${name}`,
    }),
  },
  "queue.expectedSeconds": {
    kind: "duration",
    clause: (span, name) => ({ subject: `the expected wait of queue ${name}`, rest: `is ${span}` }),
  },
};
