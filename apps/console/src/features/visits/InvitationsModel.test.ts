import { INVITE_WORDS, type InvitationId, type OwnInvitation, type VisitId } from "@lotse/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeConnection, settle } from "../../testing/FakeConnection.ts";
import { InvitationsModel } from "./InvitationsModel.ts";

const VISIT = "visit" as VisitId;
const invitation = (given: Partial<OwnInvitation> = {}): OwnInvitation => ({
  id: "one" as InvitationId,
  ...{ visitId: VISIT, visitorLabel: "Visitor 3F2A", kind: "chat", state: "offered" },
  ...{ reachedAtMs: null, expiresAtMs: 90_000 },
  ...given,
});

let connection: FakeConnection;
let model: InvitationsModel;

beforeEach(() => {
  connection = new FakeConnection();
  model = new InvitationsModel(connection);
  connection.answer("visitor:invite", { invitation: invitation() });
});

const state = () => model.of(VISIT).invitation?.state;

describe("an agent's own invitations", () => {
  it("send the words only if they are other than the usual ones", async () => {
    model.write(VISIT, { text: INVITE_WORDS.de });
    await model.invite(VISIT, "de");
    model.write(VISIT, { text: " Moin! ", kind: "cobrowse" });
    await model.invite(VISIT, "de");
    expect(connection.asked.map(({ input }) => input)).toEqual([
      { visitId: VISIT, kind: "chat" },
      { visitId: VISIT, kind: "cobrowse", text: "Moin!" },
    ]);
  });

  it("are written to one visitor at a time: what is meant for one is not said to another", async () => {
    const other = "other" as VisitId;
    model.write(VISIT, { text: "Moin!", kind: "cobrowse" });
    expect(model.draft(other)).toEqual({ kind: "chat", text: null });
    model.write(other, { text: "Hallo!" });
    expect(model.draft(VISIT)).toEqual({ kind: "cobrowse", text: "Moin!" });
  });

  it("ask once, however often the button is pressed, and keep what was refused", async () => {
    connection.refuse("visitor:invite", "CAPACITY_FULL");
    await Promise.all([model.invite(VISIT, "de"), model.invite(VISIT, "de")]);
    expect(connection.asked).toHaveLength(1);
    expect(model.of(VISIT)).toMatchObject({ busy: false, problem: { code: "CAPACITY_FULL" } });
  });

  it("forget what was refused once it is told otherwise", async () => {
    connection.refuse("visitor:invite", "VISITOR_INVITED");
    await model.invite(VISIT, "de");
    model.forgive(VISIT);
    expect(model.of(VISIT).problem).toBeNull();
  });

  it("an end that was told before the answer came stays", async () => {
    const release = connection.hold("visitor:invite");
    const asking = model.invite(VISIT, "de");
    connection.tell("invitation:changed", invitation({ state: "declined" }));
    release({ invitation: invitation() });
    await asking;
    expect(state()).toBe("declined");
  });

  it("after a connection was lost, what the hub does not name is open no more", async () => {
    await model.invite(VISIT, "de");
    connection.answer("visitor:invitations", { invitations: [invitation()] });
    await model.refresh();
    expect(state()).toBe("offered");
    connection.answer("visitor:invitations", { invitations: [] });
    await model.refresh();
    await settle();
    expect(state()).toBeUndefined();
  });
});
