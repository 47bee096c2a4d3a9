import { JsonWebKeySet } from "@kyc-gateway/http-api";
import { Type, type Static } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { listReceiptKeys } from "./receipt-key.ts";
import { problemResponses } from "../../../platform/http/route-schemas.ts";
import type { Database } from "../../../platform/database/database.ts";

/** `/.well-known/jwks.json`. */
export const receiptKeysRoute: FastifyPluginAsyncTypebox<{
  readonly database: Database;
}> = async (app, { database }) => {
  app.get(
    "/.well-known/jwks.json",
    {
      schema: {
        operationId: "getReceiptKeys",
        summary: "The public keys that erasure receipts are checked with",
        description:
          "For whoever was given a receipt: no key of ours is needed. Empty before the first receipt.",
        tags: ["Operations"],
        security: [],
        response: { 200: Type.Ref(JsonWebKeySet), ...problemResponses() },
      },
    },
    async (_request, reply) => {
      const keys = (await listReceiptKeys(database)) as Static<typeof JsonWebKeySet>["keys"];
      return reply.header("cache-control", "public, max-age=300").send({ keys });
    },
  );
};
