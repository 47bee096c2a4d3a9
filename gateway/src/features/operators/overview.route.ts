import { Overview } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Database } from "../../platform/database/database.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { readQuestion, reportAll } from "../analytics/index.ts";
import type { ConfigurationSnapshot, CurrentConfiguration } from "../configuration/index.ts";
import { type AttentionRow, readAttention } from "./attention.store.ts";

const schema = {
  ...operatorRoute,
  operationId: "getOverview",
  summary: "Read what needs attention now, and how the last 24 hours were",
  response: { 200: Type.Ref(Overview), ...problemResponses() },
};

/** `GET /admin/v1/overview`. */
export const overviewRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}> = async (app, { database, configuration }) => {
  app.get("/admin/v1/overview", { schema }, async (_request, reply) => {
    const { current } = configuration;
    const [stored, hours] = await Promise.all([readAttention(database), readHours(database, current)]);
    const attention = [...stored, ...listFailing(current)].map(({ oldestAt, ...line }) => ({
      ...line,
      oldestAt: oldestAt?.toISOString() ?? null,
    }));
    return reply.send({ attention, hours });
  });
};

/** As this process sees them. */
function listFailing({ connections, broken }: ConfigurationSnapshot): readonly AttentionRow[] {
  const failing = [...connections.values()].filter(({ caller }) =>
    caller.listBreakers().some(({ state }) => state !== "closed"),
  );
  const lines: readonly AttentionRow[] = [
    { kind: "connections_unusable", count: broken.length, oldestAt: null },
    { kind: "connections_failing", count: failing.length, oldestAt: null },
  ];
  return lines.filter(({ count }) => count > 0);
}

const hourMs = 3_600_000;
const shownHours = 24;

async function readHours(database: Database, { tenants }: ConfigurationSnapshot): Promise<Overview["hours"]> {
  const now = new Date();
  const from = new Date((Math.floor(now.getTime() / hourMs) - shownHours + 1) * hourMs);
  const question = readQuestion({ granularity: "hour", from: from.toISOString() }, now);
  const scope = { tenantIds: [...tenants.values()], nameTenant: (id: string) => id, isEvery: true };
  const { items } = await reportAll(database, question, scope);
  return Array.from({ length: shownHours }, (_, index) => {
    const startsAt = new Date(from.getTime() + index * hourMs).toISOString();
    const row = items.find((item) => item.startsAt === startsAt);
    const { created = 0, approved = 0, rejected = 0, expired = 0, open = 0 } = row ?? {};
    return { startsAt, created, approved, rejected, expired, open };
  });
}
