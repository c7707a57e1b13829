/** Work of other systems over REST: put in, read, ended. Only with an API key that is good for it. */
import { ID_PATTERN, LotseError, ok, type WorkItemId } from "@lotse/protocol";
import { parse, WORK_ITEM_BYTES_MAX, workItemSchema } from "@lotse/protocol/schemas";
import { type Request, type RequestHandler, Router } from "express";
import type { ApiDoor, KeyAudit } from "../../services.ts";
import { jsonOf, readJson } from "../../transport/http/json.ts";
import type { RestOperation } from "../../transport/http/operations.ts";
import type { WorkItemService } from "./service.ts";

export interface WorkItemRouteDeps {
  readonly items: WorkItemService;
  readonly door: ApiDoor;
  readonly audit: KeyAudit;
}

const PATH = "/work-items";

/** An id that cannot be one is nobody's. */
const idOf = (request: { readonly params: { readonly id: string } }): WorkItemId => {
  if (ID_PATTERN.test(request.params.id)) return request.params.id as WorkItemId;
  throw new LotseError("NOT_FOUND", "There is no such thing, or it is not yours");
};

export const createWorkItemRoutes = ({ items, door, audit }: WorkItemRouteDeps): RequestHandler => {
  const add: RequestHandler = async (request, response) => {
    const caller = await door(request, "workItems");
    const input = parse(workItemSchema, jsonOf(request as Request));
    const added = await items.add(caller.tenantId, input);
    if (!added.duplicate)
      await audit(caller, { event: "workItem:added", subject: { workItemId: added.workItemId } });
    response.status(201).json(ok(added));
  };
  const read: RequestHandler<{ id: string }> = async (request, response) => {
    const { tenantId } = await door(request, "workItems");
    response.json(ok(await items.read(tenantId, idOf(request))));
  };
  const end: RequestHandler<{ id: string }> = async (request, response) => {
    const caller = await door(request, "workItems");
    const id = idOf(request);
    if (await items.end(caller.tenantId, id))
      await audit(caller, { event: "workItem:ended", subject: { workItemId: id } });
    response.json(ok({}));
  };
  const router = Router();
  router.post(PATH, ...readJson(WORK_ITEM_BYTES_MAX), add);
  router.get(`${PATH}/:id`, read);
  router.delete(`${PATH}/:id`, end);
  return router;
};

const id = { name: "id", description: "As `POST /api/v1/work-items` answered it." };

export const WORK_ITEM_OPERATIONS: readonly RestOperation[] = [
  {
    ...{ method: "post", path: PATH, id: "workItem:add", status: 201, parameters: [] },
    summary:
      "Puts work into the queue; the same key with the same content is the item that is there already.",
    body: workItemSchema,
    value: "WorkItemAdded",
  },
  {
    ...{ method: "get", path: `${PATH}/{id}`, id: "workItem:read", status: 200, parameters: [id] },
    summary: "An item and where it stands.",
    body: null,
    value: "OutsideWorkItem",
  },
  {
    ...{ method: "delete", path: `${PATH}/{id}`, id: "workItem:end", status: 200, parameters: [id] },
    summary: "Ends an item, whoever has it; harmless if it has ended.",
    body: null,
    value: null,
  },
];
