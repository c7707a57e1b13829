/** A real link: it can be opened in another tab, and a plain click changes the place without loading a page. */
import type { ComponentChildren } from "preact";
import { pathOf, type Route } from "../routing/routes.ts";
import { useRouter } from "./AppContext.ts";

const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

export const Link = (props: {
  readonly to: Route;
  readonly class?: string;
  readonly testid?: string;
  readonly current?: boolean;
  readonly title?: string;
  /** After a plain click has led there. */
  readonly onGo?: () => void;
  readonly children: ComponentChildren;
}) => {
  const router = useRouter();
  return (
    <a
      href={pathOf(props.to)}
      class={props.class}
      data-testid={props.testid}
      aria-current={props.current === true ? "page" : undefined}
      title={props.title}
      onClick={event => {
        if (!isPlain(event)) return;
        event.preventDefault();
        router.go(props.to);
        props.onGo?.();
      }}
    >
      {props.children}
    </a>
  );
};
