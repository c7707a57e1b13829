/** One view's crash stays its own: the rest goes on, and this part can be built anew. */
import { RotateCcw } from "lucide-preact";
import { Component, type ComponentChildren } from "preact";
import { useI18n } from "./AppContext.ts";

interface BoundaryProps {
  /** For tests, and for whoever is told about it. */
  readonly name: string;
  readonly onCrash: (name: string, error: unknown) => void;
  readonly children: ComponentChildren;
}

export class Boundary extends Component<BoundaryProps, { readonly crashed: boolean }> {
  override state = { crashed: false };

  static override getDerivedStateFromError() {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onCrash(this.props.name, error);
  }

  override render() {
    if (!this.state.crashed) return this.props.children;
    return <Crashed name={this.props.name} onAgain={() => this.setState({ crashed: false })} />;
  }
}

const Crashed = (props: { readonly name: string; readonly onAgain: () => void }) => {
  const { t } = useI18n();
  return (
    <section class="crashed" role="alert" data-testid="crashed" data-area={props.name}>
      <h2>{t("crash.title")}</h2>
      <p class="muted">{t("crash.explain")}</p>
      <button type="button" class="button" data-testid="crashed-again" onClick={props.onAgain}>
        <RotateCcw size={16} aria-hidden="true" />
        {t("crash.again")}
      </button>
    </section>
  );
};
