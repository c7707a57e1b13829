/** What a callback needs. By itself: the widget's form has it, and no page that chats pays for it. */

/** Digits, however people write them, and a word beside them ("0431 123, abends"); an e-mail address is none. */
export const isPhone = (text: string): boolean => /^(?:[^@\p{Nd}]*\p{Nd}){4}[^@]*$/u.test(text);
