/** Tells the style sheet how much room the on-screen keyboard leaves. */
import type { Unsubscribe } from "@lotse/protocol";

export const watchSeenHeight = (place: HTMLElement): Unsubscribe => {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const settle = () => {
    place.style.setProperty("--seen-height", `${viewport.height}px`);
    place.style.setProperty("--seen-top", `${viewport.offsetTop}px`);
  };
  for (const type of ["resize", "scroll"]) viewport.addEventListener(type, settle);
  settle();
  return () => {
    for (const type of ["resize", "scroll"]) viewport.removeEventListener(type, settle);
  };
};
