/** The few line icons of the site, drawn here; colour and size come from the style sheet. */
import { type Html, trusted } from "../html.ts";

const PATHS = {
  search: '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
  basket:
    '<path d="M4 9h16l-1.6 10.2a1 1 0 0 1-1 .8H6.6a1 1 0 0 1-1-.8L4 9Z"/><path d="m8 9 3.2-5M16 9l-3.2-5"/>',
  shield:
    '<path d="M12 3.5 19 6v5.5c0 4.3-2.8 7.4-7 9-4.2-1.6-7-4.7-7-9V6l7-2.5Z"/><path d="m9 12 2.2 2.2L15.2 10"/>',
  clock: '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
  people:
    '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.8 19.5c.6-3.6 3-5.5 6.2-5.5s5.6 1.9 6.2 5.5"/><path d="M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.8 14.6c1.9.8 3 2.5 3.4 4.9"/>',
  phone:
    '<path d="M6.5 3.5h3l1.5 4.3-2 1.4a11.5 11.5 0 0 0 5.8 5.8l1.4-2 4.3 1.5v3c0 1.1-.9 2-2 2A15 15 0 0 1 4.5 5.5c0-1.1.9-2 2-2Z"/>',
  mail: '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7 8 6 8-6"/>',
  post: '<path d="M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21Z"/><circle cx="12" cy="9.5" r="2.5"/>',
  truck:
    '<path d="M2.5 6.5h11v10h-11zM13.5 10h4l4 3.5v3h-8z"/><circle cx="7" cy="17.5" r="2"/><circle cx="17" cy="17.5" r="2"/>',
  lock: '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
  check: '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
} as const;

export type IconName = keyof typeof PATHS;

export const icon = (name: IconName): Html =>
  trusted(
    `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`,
  );

/** Three gusts of wind over a calm line. */
export const logo: Html = trusted(
  '<svg class="logo" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">' +
    '<rect width="40" height="40" rx="11" class="logo-ground"/>' +
    '<path class="logo-wind" d="M8 16h15.5a4 4 0 1 0-3.7-5.5M8 22h20.5a4 4 0 1 1-3.7 5.5M8 28h9.5"/></svg>',
);
