import { Readiness } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { readVersion } from "../platform/observability/version.ts";
import { presentMetrics } from "../platform/observability/metrics/present-metrics.ts";
import type { Services } from "./services.ts";

const Health = Type.Object({
  status: Type.Literal("ok"),
  version: Type.String({ description: "The gateway's version; the API has the same." }),
});

/** `/healthz`, `/readyz`, `/metrics`: for operators and their machines. */
export const operationsRoute: FastifyPluginAsyncTypebox<{ services: Services; hasMetrics: boolean }> = async (
  app,
  { services, hasMetrics },
) => {
  const { version } = readVersion();
  const shared = { tags: ["Operations"], security: [] };
  app.get(
    "/healthz",
    {
      schema: {
        ...shared,
        operationId: "getHealth",
        summary: "Whether the process is alive",
        description: "Never touches the database.",
        response: { 200: Health },
      },
    },
    async () => ({ status: "ok" as const, version }),
  );
  app.get(
    "/readyz",
    {
      schema: {
        ...shared,
        operationId: "getReadiness",
        summary: "Whether the process can serve",
        response: {
          200: { description: "Ready.", ...readiness },
          503: { description: "Not ready: send traffic elsewhere.", ...readiness },
        },
      },
    },
    async (_request, reply) => {
      const checks = await services.readiness.check();
      const isReady = Object.values(checks).every((outcome) => outcome === "ok");
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ready" : "not_ready", checks });
    },
  );
  if (!hasMetrics) return;
  app.get(
    "/metrics",
    {
      schema: {
        ...shared,
        operationId: "getMetrics",
        summary: "Prometheus metrics",
        response: { 200: { description: "Metrics.", content: { "text/plain": { schema: Type.String() } } } },
      },
    },
    async ({ headers }, reply) => {
      const { contentType, text } = await presentMetrics(services.metrics.registry, headers.accept);
      return reply.header("content-type", contentType).send(text);
    },
  );
};

const readiness = { content: { "application/json": { schema: Type.Ref(Readiness) } } };
