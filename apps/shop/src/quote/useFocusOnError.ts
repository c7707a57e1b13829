/** Takes the customer to the first wrong answer, counted from the top as they read. */
import { useCallback, useEffect, useRef } from "react";

/** The returned function asks for it; it happens once the errors are on the page. */
export function useFocusOnError(): () => void {
  const isWanted = useRef(false);
  useEffect(() => {
    if (!isWanted.current) return;
    isWanted.current = false;
    const wrong = document.querySelector<HTMLElement>("#quote-form [aria-invalid='true']");
    // A group of radios is marked as a whole; its first choice takes the focus.
    const control = wrong?.matches("input, select, textarea") ? wrong : wrong?.querySelector("input");
    control?.focus();
  });
  return useCallback(() => {
    isWanted.current = true;
  }, []);
}
