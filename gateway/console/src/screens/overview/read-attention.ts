import { api, unwrap, type Schemas } from "../../api/client.ts";

/** What may need somebody. */
export interface Attention {
  readonly backlog: Schemas["InboxBacklog"]["items"];
  readonly connections: readonly Schemas["ConnectionInfo"][];
  readonly review: readonly Schemas["OperatorSession"][];
  readonly deadErasures: number;
}

export async function readAttention(): Promise<Attention> {
  const [inbox, connections, review, erasures] = await Promise.all([
    unwrap(api.GET("/admin/v1/inbox")),
    unwrap(api.GET("/admin/v1/connections")),
    unwrap(api.GET("/admin/v1/sessions", { params: { query: { status: "PENDING_REVIEW", limit: 100 } } })),
    unwrap(api.GET("/admin/v1/erasures", { params: { query: { state: "dead" } } })),
  ]);
  return {
    backlog: inbox.items,
    connections: connections.items,
    review: review.items,
    deadErasures: erasures.items.length,
  };
}
