/** Shows what was asked of the hub, that it is on its way, or why it did not come. */
import type { ComponentChildren } from "preact";
import { useI18n } from "./AppContext.ts";
import type { Loading } from "./loading.ts";

export const Loaded = <T,>(props: {
  readonly from: Loading<T>;
  readonly children: (value: T) => ComponentChildren;
}) => {
  const { t, error } = useI18n();
  const state = props.from.state.value;
  if (state.kind === "loading") {
    return (
      <p class="muted" role="status" aria-busy="true">
        {t("loading")}
      </p>
    );
  }
  if (state.kind === "failed") {
    return (
      <div role="alert" data-testid="load-failed">
        <p>{error(state.error.code)}</p>
        <button type="button" class="button small" onClick={() => void props.from.load()}>
          {t("toast.again")}
        </button>
      </div>
    );
  }
  return <>{props.children(state.value)}</>;
};
