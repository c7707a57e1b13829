/**
 * What most conversations never show: the question before a page is shared, and the form for a callback or a mail.
 * Fetched when the first of them is due; the core knows it by its types only.
 */
export { Consent } from "./Consent.tsx";
export { default as css } from "./dialogs.css?inline";
export { RequestForm, Withdrawn } from "./RequestForm.tsx";
