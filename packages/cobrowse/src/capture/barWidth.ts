/** How much of the page's width its scroll bar takes; of bars that lie over the page, nothing. */
export const barWidth = (): number => window.innerWidth - document.documentElement.clientWidth;
