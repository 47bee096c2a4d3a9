import { Type } from "@sinclair/typebox";
import type { ProblemCode } from "@kyc-gateway/http-api";
import { problemResponses } from "./route-schemas.ts";

/** What every route of operators says of itself. */
export const operatorRoute = {
  tags: ["Administration"],
  security: [{ operatorKey: [] }, { consoleSession: [] }],
};

/** The failures of operators' routes that change something. */
export function changeProblems(...codes: readonly ProblemCode[]): Record<number, unknown> {
  return problemResponses(
    "malformed_body",
    "invalid_request",
    "payload_too_large",
    "unsupported_media_type",
    "version_changed",
    ...codes,
  );
}

/** Of a change that may be meant for one version alone. */
export const VersionHeaders = Type.Object({
  "if-match": Type.Optional(
    Type.String({ description: "The `ETag` that was read: 412 when it is another version now." }),
  ),
});

/** A path that names a tenant. */
export const TenantPath = Type.Object({ tenant: Type.String({ description: "The tenant's name." }) });
/** A path that names a delivery. */
export const DeliveryPath = Type.Object({ deliveryId: Type.String({ description: "The delivery's id." }) });
/** A path that names a connection. */
export const ConnectionPath = Type.Object({
  connection: Type.String({ description: "The connection's name." }),
});
