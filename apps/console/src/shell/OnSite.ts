/**
 * All that concerns visitors who are on the sites without being anybody's yet: the list, one's own invitations, whom rules ask to
 * look at, why rules do not act.
 */
import type { AgentConnection } from "@lotse/client";
import type { Clock, MakeId } from "@lotse/protocol";
import { NoticesModel } from "../features/notices/NoticesModel.ts";
import { createTraces, type Traces } from "../features/radar/trace/traces.ts";
import { InvitationsModel } from "../features/visits/InvitationsModel.ts";
import { VisitorsModel } from "../features/visits/VisitorsModel.ts";
import type { Requests } from "../ports.ts";

export interface OnSiteDeps {
  readonly connection: Requests & Pick<AgentConnection, "on">;
  readonly clock: Pick<Clock, "after">;
  readonly makeId: MakeId;
}

export class OnSite {
  readonly visitors: VisitorsModel;
  readonly invitations: InvitationsModel;
  readonly notices: NoticesModel;
  readonly openTrace: Traces["open"];

  constructor(deps: OnSiteDeps) {
    this.visitors = new VisitorsModel(deps);
    this.invitations = new InvitationsModel(deps.connection);
    this.notices = new NoticesModel(deps.connection);
    this.openTrace = createTraces(deps);
  }

  /** After each connect. */
  refresh(): void {
    this.visitors.refresh();
    void this.invitations.refresh();
  }

  close(): void {
    this.visitors.close();
    this.invitations.close();
    this.notices.close();
  }
}
