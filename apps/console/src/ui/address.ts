/** How an address is shown. Only what stands for something masked is decoded: the rest may well mean something else decoded. */
const ENCODED = /(?:%E2%80%A2)+/gi;

export const readableUrl = (url: string): string => url.replace(ENCODED, "\u2022\u2022\u2022\u2022");
