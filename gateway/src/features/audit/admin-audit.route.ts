import { AuditHead, AuditPage, ConfigurationName, Timestamp } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { openReason } from "./access-reason.ts";
import { formatAnchor } from "./audit-anchor.ts";
import { readAuditHead } from "./verify-audit.store.ts";
import { hasAuditEntry, listAudit, type AuditEntry } from "./audit.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { requireCursor } from "../../platform/http/page-cursor.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { Database } from "../../platform/database/database.ts";

const defaultLimit = 50;

const word = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: "^[^\\u0000-\\u001f\\u007f]+$",
    "x-allowed": "1 to 200 characters without control characters",
    description,
  });

const ListAudit = Type.Object(
  {
    subject: Type.Optional(word("Only changes of this.")),
    tenant: Type.Optional(ConfigurationName("Only what was done with this tenant's people's data.")),
    operator: Type.Optional(
      word("Only what this operator, key or command line did, by its name in the log."),
    ),
    action: Type.Optional(
      Type.String({
        pattern: "^[a-z-]{1,40}\\.[a-z-]{1,40}$",
        "x-allowed": "an action such as session.decide",
        description: "Only this.",
        examples: ["session.decide"],
      }),
    ),
    since: Type.Optional(Timestamp("At this moment or later.")),
    until: Type.Optional(Timestamp("Before this moment.")),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: defaultLimit })),
    cursor: Type.Optional(Type.String({ format: "uuid", description: "Of the page before." })),
  },
  { additionalProperties: false },
);

/** `GET /admin/v1/audit`. */
export const adminAuditRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
  /** Throws when there is no tenant of that name. */
  readonly findTenantId: (name: string) => Promise<string>;
  readonly vault: Vault;
}> = async (app, { database, vault, findTenantId }) => {
  app.get(
    "/admin/v1/audit",
    {
      schema: {
        ...operatorRoute,
        operationId: "listAudit",
        summary: "List who changed what and who read whose claims, newest first",
        querystring: ListAudit,
        response: { 200: Type.Ref(AuditPage), ...problemResponses("invalid_request", "tenant_not_found") },
      },
    },
    async (request, reply) => {
      const { limit = defaultLimit, cursor, tenant, since, until, ...equal } = request.query;
      const tenantId = tenant === undefined ? undefined : await findTenantId(tenant);
      await requireCursor(cursor, (id) => hasAuditEntry(database, id));
      // One more than asked for tells whether there is a next page.
      const query = {
        ...equal,
        limit: limit + 1,
        before: cursor,
        tenantId,
        since: since === undefined ? undefined : new Date(since),
        until: until === undefined ? undefined : new Date(until),
      };
      const found = await listAudit(database, query);
      const items = await Promise.all(found.slice(0, limit).map((entry) => presentEntry(vault, entry)));
      return reply.send({ items, nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null });
    },
  );
  app.get(
    "/admin/v1/audit/head",
    {
      schema: {
        ...operatorRoute,
        operationId: "getAuditHead",
        summary: "Read where the audit log ends",
        description:
          "Every entry holds the hash of the one before it: kept elsewhere, this proves later that nothing up to here was changed.",
        response: { 200: Type.Ref(AuditHead), ...problemResponses() },
      },
    },
    async (_request, reply) => {
      const head = await readAuditHead(database.pool);
      const { seq, hash } = head;
      return reply.send({ seq: Number(seq), hash: hash.toString("hex"), anchor: formatAnchor(head) });
    },
  );
};

async function presentEntry(vault: Vault, entry: AuditEntry): Promise<AuditPage["items"][number]> {
  const { at, id, operator, action, subject, detail, requestId } = entry;
  const reason = await openReason(vault, entry);
  return { id, at: at.toISOString(), operator, action, subject, detail, reason, requestId };
}
