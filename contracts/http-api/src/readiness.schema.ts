import { Type } from "@sinclair/typebox";

/** The answer of `GET /readyz`. */
export const Readiness = Type.Object(
  {
    status: Type.Union([Type.Literal("ready"), Type.Literal("not_ready")]),
    checks: Type.Record(Type.String(), Type.Union([Type.Literal("ok"), Type.Literal("failed")]), {
      examples: [{ database: "ok" }],
    }),
  },
  { $id: "Readiness", description: "Whether the process can serve, check by check." },
);
