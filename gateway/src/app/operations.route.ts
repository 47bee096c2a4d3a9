import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Services } from "./services.ts";

const Health = Type.Object({ status: Type.Literal("ok") });
const Readiness = Type.Object({
  status: Type.Union([Type.Literal("ready"), Type.Literal("not_ready")]),
  checks: Type.Record(Type.String(), Type.Union([Type.Literal("ok"), Type.Literal("failed")])),
});

/** `/healthz`, `/readyz`, `/metrics`: for operators and their machines. */
export const operationsRoute: FastifyPluginAsyncTypebox<{ services: Services; hasMetrics: boolean }> = async (
  app,
  { services, hasMetrics },
) => {
  const shared = { tags: ["Operations"], security: [] };
  app.get(
    "/healthz",
    {
      schema: {
        ...shared,
        operationId: "getHealth",
        summary: "Whether the process lives",
        description: "Never touches the database.",
        response: { 200: Health },
      },
    },
    async () => ({ status: "ok" as const }),
  );
  app.get(
    "/readyz",
    {
      schema: {
        ...shared,
        operationId: "getReadiness",
        summary: "Whether the process can serve",
        response: {
          200: { description: "Ready.", ...wrap(Readiness) },
          503: { description: "Not ready: send traffic elsewhere.", ...wrap(Readiness) },
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
    async (_request, reply) => {
      const { registry } = services.metrics;
      return reply.header("content-type", registry.contentType).send(await registry.metrics());
    },
  );
};

function wrap(schema: typeof Readiness) {
  return { content: { "application/json": { schema } } };
}
