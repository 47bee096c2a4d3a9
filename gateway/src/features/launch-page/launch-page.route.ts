import { findReturnUrlIssue, type Session } from "@kyc-gateway/core";
import { problemKinds } from "@kyc-gateway/http-api";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../../platform/config/config.schema.ts";
import { describeProblem } from "../../platform/http/problems.plugin.ts";
import { noteSession } from "../../platform/observability/trace-context.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { SessionService } from "../sessions/index.ts";
import { chooseLanguage } from "./languages.ts";
import { findLaunchState } from "./launch-state.ts";
import { createRenewalLimits } from "./renewal-limits.ts";
import { describePageHeaders, renderLaunchPage, type LaunchPage } from "./render-page.ts";

interface Parts {
  readonly config: Pick<Config, "requestDeadlineMs">;
  readonly configuration: CurrentConfiguration;
  readonly sessions: Pick<SessionService, "links" | "reads" | "relaunch">;
}

interface PageRoute {
  readonly Params: { readonly token: string };
  readonly Querystring: { readonly lang?: unknown };
}

/** `GET /l/:token`, and `POST` for a fresh link. For people: whatever goes wrong is a page too. */
export const launchPageRoute: FastifyPluginAsync<Parts> = async (app, parts) => {
  const limits = createRenewalLimits(() => performance.now());
  app.setErrorHandler((error, request, reply) => answerFailure(error, request, reply));
  app.get<PageRoute>("/l/:token", { schema: { hide: true } }, async (request, reply) => {
    const session = await findSession(parts, request.params.token);
    return session === undefined
      ? sendPage(request, reply.code(404), { state: { kind: "unknown" } })
      : sendPage(request, reply, describeSession(parts, session));
  });
  app.post<PageRoute>("/l/:token", { schema: { hide: true } }, async (request, reply) => {
    const session = await findSession(parts, request.params.token);
    if (session === undefined) return sendPage(request, reply.code(404), { state: { kind: "unknown" } });
    const { state } = describeSession(parts, session);
    if (state.kind === "lapsed" && state.canRenew) {
      const waitMs = limits.take(session.id);
      if (waitMs > 0)
        return sendPage(request, reply.code(429).header("retry-after", String(Math.ceil(waitMs / 1000))), {
          state: { kind: "busy" },
        });
      const startedAt = performance.now();
      const outcome = await parts.sessions.relaunch(session, Date.now() + parts.config.requestDeadlineMs);
      request.providerMs += performance.now() - startedAt;
      if (outcome.kind === "failed") return sendPage(request, reply.code(503), { state: { kind: "failed" } });
    }
    // Whatever came of it stands on the page, and a reload asks for nothing again.
    return reply
      .headers(describePageHeaders(readLanguage(request)))
      .redirect(`?lang=${readLanguage(request)}`, 303);
  });
};

/** Undefined: no session, not its token, or an erased one; nobody learns which. */
async function findSession({ sessions }: Parts, token: string): Promise<Session | undefined> {
  const id = sessions.links.readSessionId(token);
  const session = id === undefined ? undefined : await sessions.reads.findOfAny(id);
  if (session === undefined || !sessions.links.isOf(token, session)) return undefined;
  noteSession(session.id);
  return session.erasure === "none" ? session : undefined;
}

function describeSession({ configuration, sessions }: Parts, session: Session): Omit<LaunchPage, "language"> {
  const { connections, launchPages, appSchemes } = configuration.current;
  const relaunches = connections.get(session.connectionId ?? "")?.manifest.capabilities.relaunches === true;
  const returnUrl = launchPages.get(session.tenantId)?.get(session.flow)?.returnUrl ?? undefined;
  // A scheme may have left the tenant's list since the flow was saved.
  const isListed =
    returnUrl !== undefined &&
    findReturnUrlIssue(returnUrl, appSchemes.get(session.tenantId) ?? []) === undefined;
  return {
    state: findLaunchState(session, relaunches, new Date()),
    ownUrl: sessions.links.urlOf(session),
    ...(isListed ? { returnUrl } : {}),
  };
}

function readLanguage({ query, headers }: FastifyRequest) {
  return chooseLanguage((query as PageRoute["Querystring"]).lang, headers["accept-language"]);
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Omit<LaunchPage, "language">,
): FastifyReply {
  const language = readLanguage(request);
  return reply.headers(describePageHeaders(language)).send(renderLaunchPage({ ...page, language }));
}

function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, headers, logged } = describeProblem(error, request.id);
  if (logged !== undefined) request.log.error(logged, "request_failed");
  request.problemCode = problem.code;
  const retryAfter = headers["retry-after"];
  if (retryAfter !== undefined) void reply.header("retry-after", retryAfter);
  return sendPage(request, reply.code(problemKinds[problem.code].status), { state: { kind: "failed" } });
}
