import { ConsoleSignInMethods } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../../platform/config/config.schema.ts";
import type { Database } from "../../platform/database/database.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { recordAudit } from "../audit/index.ts";
import { formatConsoleCookie, formatSignInCookie, readSignInCookie } from "./console-cookie.ts";
import type { ConsoleSessions } from "./console-sessions.service.ts";
import { createOidcSignIn, OidcRefusal, type OidcSignIn, type OidcUser } from "./oidc-sign-in.service.ts";

const shared = { tags: ["Administration"], security: [] };

const redirectHeaders = {
  Location: { type: "string", format: "uri-reference", description: "Where the browser is sent." },
  "Set-Cookie": {
    type: "string",
    description: "`HttpOnly`, and `Secure` where the console is reached over https.",
  },
} as const;

const methodsSchema = {
  ...shared,
  operationId: "getSignInMethods",
  summary: "How operators can sign in to the console",
  response: { 200: Type.Ref(ConsoleSignInMethods), ...problemResponses() },
};

const loginSchema = {
  ...shared,
  operationId: "beginOidcSignIn",
  summary: "Sign in to the console by OpenID Connect",
  description:
    "For browsers: sends them to the identity provider, or back to `/console?sign-in=unavailable` when it cannot be reached.",
  response: {
    302: { type: "null", description: "On to the identity provider.", headers: redirectHeaders },
    ...problemResponses("route_not_found"),
  },
};

const callbackSchema = {
  ...shared,
  operationId: "finishOidcSignIn",
  summary: "Where the identity provider sends browsers back to",
  description:
    "Begins a session of the console, for an hour. Who is not let in is sent to `/console` with `sign-in`: `no-role`: none of the person's roles is mapped; `expired`: it took longer than 10 minutes, or began in another browser; `unavailable`, `failed`: see the log.",
  response: {
    302: { type: "null", description: "On to the console.", headers: redirectHeaders },
    ...problemResponses("route_not_found"),
  },
};

interface OidcRouteParts {
  readonly config: Pick<Config, "consoleOidc">;
  readonly database: Database;
  readonly consoleSessions: ConsoleSessions;
}

/** `GET /console/sign-in-methods`, `/console/oidc/login` and `/console/oidc/callback`: open, as a sign-in is. */
export const oidcRoute: FastifyPluginAsyncTypebox<OidcRouteParts> = async (app, parts) => {
  const { consoleOidc } = parts.config;
  const signIn = consoleOidc === undefined ? undefined : createOidcSignIn(consoleOidc);
  const isSecure = consoleOidc?.consoleUrl.startsWith("https://") ?? false;
  app.get("/console/sign-in-methods", { schema: methodsSchema }, async (_request, reply) =>
    reply
      .header("cache-control", "no-store")
      .send({ methods: signIn === undefined ? ["key"] : ["key", "oidc"] }),
  );
  app.get("/console/oidc/login", { schema: loginSchema }, (request, reply) =>
    redirect(request, reply, async () => {
      const { url, sealed } = await requireOidc(signIn).begin();
      return { url, cookies: [formatSignInCookie(isSecure, sealed)] };
    }),
  );
  app.get("/console/oidc/callback", { schema: callbackSchema }, (request, reply) => {
    // What was begun counts once, whatever comes of it.
    void reply.header("set-cookie", formatSignInCookie(isSecure, undefined));
    return redirect(request, reply, async () => {
      const user = await requireOidc(signIn).finish(readQuery(request), readSignInCookie(request));
      const token = await startSession(parts, user, request.id);
      return { url: "/console", cookies: [formatConsoleCookie(isSecure, token)] };
    });
  });
};

function requireOidc(signIn: OidcSignIn | undefined): OidcSignIn {
  if (signIn !== undefined) return signIn;
  throw new ProblemError("route_not_found", {
    detail: "Signing in by OpenID Connect is not configured: set KYC_CONSOLE_OIDC_ISSUER and its others.",
  });
}

/** As it came: the library refuses what is there twice. */
function readQuery({ raw: { url = "" } }: FastifyRequest): string {
  const at = url.indexOf("?");
  return at === -1 ? "" : url.slice(at);
}

interface Redirect {
  readonly url: string;
  readonly cookies: readonly string[];
}

async function redirect(
  request: FastifyRequest,
  reply: FastifyReply,
  decide: () => Promise<Redirect>,
): Promise<FastifyReply> {
  const { url, cookies } = await decide().catch((error: unknown) => describeRefusal(request, error));
  for (const cookie of cookies) void reply.header("set-cookie", cookie);
  return reply.headers({ "cache-control": "no-store", "referrer-policy": "no-referrer" }).redirect(url, 302);
}

/** The log says the library's code for it, never what the provider sent. */
function describeRefusal(request: FastifyRequest, error: unknown): Redirect {
  if (!(error instanceof OidcRefusal)) throw error;
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  request.log.warn(
    { reason: error.reason, ...(typeof code === "string" ? { code } : {}) },
    "console_sign_in_refused",
  );
  return { url: `/console?sign-in=${error.reason}`, cookies: [] };
}

/** Audited first: nobody is signed in without an entry. */
async function startSession(
  { database, consoleSessions }: OidcRouteParts,
  { name, role, subject }: OidcUser,
  requestId: string,
): Promise<string> {
  await database.orm.em
    .fork()
    .transactional((em) =>
      recordAudit(em, { operator: name, requestId }, [
        { action: "console.sign_in", subject: `operator ${name}`, detail: { signIn: "oidc", role, subject } },
      ]),
    );
  return consoleSessions.start({ name, role });
}
