/** What the views need to know of where they run. Set once a session begins. */

import type { TenantId } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import type { Membership } from "../ports.ts";

export interface Surroundings {
  /** Address of the mirror document. */
  readonly mirrorUrl: string;
  /** Our own origin: what a site's page loads the widget from. */
  readonly hubUrl: string;
  readonly shopUrl: string | null;
  /** Too narrow for panes side by side. */
  readonly narrow: ReadonlySignal<boolean>;
  readonly memberships: readonly Membership[];
  readonly activeTenantId: TenantId | null;
  readonly reload: () => void;
  readonly choose: (tenantId: TenantId) => void;
  /** A view crashed: told to whoever runs the console, in the browser's own log. */
  readonly onCrash: (name: string, error: unknown) => void;
}
