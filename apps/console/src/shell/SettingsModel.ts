/** The settings' pages, each with its model, and which of them a role is offered. What is allowed, the hub decides. */

import type { AgentConnection } from "@lotse/client";
import type { AgentView, MakeId, SiteId, WireError } from "@lotse/protocol";
import type { ReadonlySignal } from "@preact/signals";
import type { AccountModel } from "../features/account/AccountModel.ts";
import { AuditModel } from "../features/audit/AuditModel.ts";
import type { WorkKinds } from "../features/people/MemberDialog.tsx";
import { PeopleModel } from "../features/people/PeopleModel.ts";
import type { PlanChange } from "../features/plan/changes.ts";
import { EstimatesModel } from "../features/plan/EstimatesModel.ts";
import { PlanModel } from "../features/plan/PlanModel.ts";
import { SitesModel } from "../features/sites/SitesModel.ts";
import type { I18n } from "../i18n/i18n.ts";
import type { Role } from "../ports.ts";
import { SETTINGS_PAGES, type SettingsPage } from "../routing/routes.ts";
import type { Toasts } from "./Toasts.ts";

const OFFERED: Readonly<Record<Role, readonly SettingsPage[]>> = {
  agent: ["account"],
  supervisor: ["account", "people", "queues", "channels", "blending", "sites"],
  administrator: SETTINGS_PAGES,
};

/** Which parts of the routing plan are edited where. */
const PLAN_PARTS: Readonly<Partial<Record<SettingsPage, readonly PlanChange["part"][]>>> = {
  queues: ["queue", "site"],
  channels: ["channel", "settings"],
  blending: ["rule"],
};

export interface SettingsDeps {
  readonly connection: Pick<AgentConnection, "request" | "on">;
  readonly account: AccountModel;
  readonly toasts: Toasts;
  readonly agent: ReadonlySignal<AgentView | null>;
  readonly makeId: MakeId;
}

export class SettingsModel {
  readonly #agent: ReadonlySignal<AgentView | null>;
  readonly account: AccountModel;
  readonly people: PeopleModel;
  readonly plan: PlanModel;
  readonly estimates: EstimatesModel;
  readonly sites: SitesModel;
  readonly audit: AuditModel;

  constructor({ connection, account, toasts, agent, makeId }: SettingsDeps) {
    this.#agent = agent;
    const onError = (error: WireError) => toasts.error(error);
    this.account = account;
    this.people = new PeopleModel({ connection, onError });
    this.plan = new PlanModel({ connection, makeId });
    this.estimates = new EstimatesModel(connection);
    this.sites = new SitesModel({ connection, onError });
    this.audit = new AuditModel({ connection, onError });
  }

  /** The pages this person is offered; the account alone until the hub has said who it is. */
  pages(): readonly SettingsPage[] {
    return OFFERED[this.#agent.value?.role ?? "agent"];
  }

  may(page: SettingsPage): boolean {
    return this.pages().includes(page);
  }

  /** Supervisors read. */
  mayChange(): boolean {
    return this.#agent.value?.role === "administrator";
  }

  /** What members are described with: the plan's channels, and every skill that somebody has or something needs. */
  kinds(name: I18n["name"]): WorkKinds {
    const plan = this.plan.inForce.value;
    const members = this.people.members.state.value;
    const levels = [
      ...(plan?.queues.flatMap(queue => [...queue.needs, ...queue.prefers]) ?? []),
      ...(members.kind === "shown" ? members.value.flatMap(member => member.skills) : []),
    ];
    return {
      channels:
        plan?.channels.map(channel => ({ value: channel.id, label: name(channel.name) || channel.id })) ?? [],
      skills: [...new Set(levels.map(({ skill }) => skill))].sort(),
    };
  }

  siteName(id: SiteId): string | null {
    const sites = this.sites.sites.state.value;
    return (sites.kind === "shown" && sites.value.find(each => each.id === id)?.name) || null;
  }

  /** Whom or what an id means, of those that administrators may read anyway. Ids are unique over all kinds. */
  nameOf(id: string, name: I18n["name"]): string | null {
    const members = this.people.members.state.value;
    const sites = this.sites.sites.state.value;
    const member = members.kind === "shown" ? members.value.find(each => each.id === id) : undefined;
    const site = sites.kind === "shown" ? sites.value.find(each => each.id === id) : undefined;
    const queue = this.plan.inForce.value?.queues.find(each => each.id === id);
    return member?.name ?? site?.name ?? (queue === undefined ? null : name(queue.name));
  }

  /** Whether something stands on this page that is not saved. */
  unsaved(page: SettingsPage): boolean {
    const parts = PLAN_PARTS[page] ?? [];
    return this.plan.changes.value.some(({ part }) => parts.includes(part));
  }

  /** The hub knows each of these best at the moment they are looked at. */
  entered(page: SettingsPage): void {
    if (page === "account") this.account.load();
    else if (page === "people") {
      this.plan.need();
      void this.people.members.load();
    } else if (page in PLAN_PARTS) {
      void this.plan.loaded.load();
      void this.sites.sites.load();
      if (page === "queues") void this.estimates.load();
    } else if (page === "sites") void this.sites.sites.load();
    else {
      void this.audit.pages.load();
      void this.people.members.load();
      void this.sites.sites.load();
      this.plan.need();
    }
  }

  close(): void {
    this.people.close();
  }
}
