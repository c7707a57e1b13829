/** What is shown when nobody is free: fetched when the first visitor would have to wait; the core knows it by its types only. */
export { Choice, Outlook, Ways } from "./Outlook.tsx";
export { default as css } from "./outlook.css?inline";
export { Standing } from "./Standing.tsx";
