/** Why signing in did not work. The region is always there, so that it is announced. */
import { useI18n } from "../../ui/AppContext.ts";
import type { SignInProblem } from "./SessionModel.ts";

export const SignInProblemLine = ({ problem }: { readonly problem: SignInProblem | null }) => {
  const { t } = useI18n();
  return (
    <p class="problem" role="alert" data-testid="signin-problem" data-problem={problem ?? undefined}>
      {problem === null ? "" : t(`signin.${problem}`)}
    </p>
  );
};
