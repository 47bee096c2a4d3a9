import { OperatorSelf } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { withHeaders } from "../../platform/http/response-headers.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { listPermissions } from "./least-roles.ts";
import { describeConsoleCookie, readConsoleCookie } from "./console-cookie.ts";
import type { ConsoleSessions } from "./console-sessions.service.ts";

const cookieHeader = {
  "Set-Cookie": {
    type: "string",
    description:
      "`HttpOnly`, `SameSite=Strict`, and `Secure` over https. Its value is no key and cannot be guessed.",
  },
} as const;

const signInSchema = {
  ...operatorRoute,
  operationId: "signIn",
  summary: "Exchange an operator's key for a session of the console",
  description:
    "Send the key as `Authorization: Bearer kop_…`. The cookie of the answer stands for the operator at `/admin/v1`, for 12 hours and until it is not used for 30 minutes, signed out, or the key is revoked. Changes under the cookie need the header `X-KYC-Console` and this gateway's `Origin`.",
  response: {
    201: withHeaders(Type.Ref(OperatorSelf), cookieHeader),
    ...problemResponses("cross_site_request"),
  },
};

const signOutSchema = {
  ...operatorRoute,
  operationId: "signOut",
  summary: "End the session of the console",
  response: {
    204: { type: "null", description: "It is over.", headers: cookieHeader },
    ...problemResponses("cross_site_request"),
  },
};

/** `POST /console/session` and `DELETE /console/session`. */
export const consoleSessionRoute: FastifyPluginAsyncTypebox<{
  readonly consoleSessions: ConsoleSessions;
}> = async (app, { consoleSessions }) => {
  app.post("/console/session", { schema: signInSchema }, async (request, reply) => {
    const { id, name, role, signIn } = request.operator;
    if (id === null || signIn !== "key")
      throw new ProblemError("unauthenticated", {
        detail: "Signing in needs an operator's key, not a session.",
      });
    // Whatever session the browser was made to bring along is not taken over.
    const earlier = readConsoleCookie(request);
    if (earlier !== undefined) await consoleSessions.end(earlier);
    const token = await consoleSessions.start({ operatorId: id });
    return reply
      .code(201)
      .header("set-cookie", describeConsoleCookie(request, token))
      .header("cache-control", "no-store")
      .send({ name, role, permissions: [...listPermissions(role)], signIn: "console" });
  });
  app.delete("/console/session", { schema: signOutSchema }, async (request, reply) => {
    const token = readConsoleCookie(request);
    if (token !== undefined) await consoleSessions.end(token);
    return reply.code(204).header("set-cookie", describeConsoleCookie(request, undefined)).send();
  });
};
