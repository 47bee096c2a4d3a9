import type { Call, Started, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { Client } from "../client/client.ts";
import type { Flow } from "../flow/flow.schema.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { buildBeginBody } from "./begin-body.ts";
import { listNotices } from "./notices.ts";
import { writeStartedMedia } from "./started-media.ts";
import { readSessionToken } from "./session-token.ts";

/** The token's lifetime where the company configured none (API reference, get-session-config). */
export const defaultLifetimeMinutes = 15;

export interface StartContext {
  readonly client: Client;
  readonly settings: Settings;
  /** Where applicants go, without a slash at the end. */
  readonly widgetPage: string;
  readonly now: () => number;
}

function computeLapse(
  { settings, now }: StartContext,
  { schedule, sessionLifetimeMs }: Pick<StartRequest, "schedule" | "sessionLifetimeMs">,
): string {
  if (schedule?.endsAt !== undefined) return new Date(schedule.endsAt).toISOString();
  const assumedMs = (settings.sessionLifetimeMinutes ?? defaultLifetimeMinutes) * 60_000;
  const lifetimeMs = sessionLifetimeMs ?? assumedMs;
  // Before its window opens a session cannot be used, so it cannot lapse either.
  const startsAtMs = schedule?.startsAt === undefined ? 0 : Date.parse(schedule.startsAt);
  return new Date(Math.max(now(), startsAtMs) + lifetimeMs).toISOString();
}

/** Creates a session. The launch is a URL for browsers and a token for the mobile SDKs. */
export async function startSession(
  context: StartContext,
  request: StartRequest<Flow>,
  call: Call,
): Promise<Started> {
  const parameters = buildBeginBody(request);
  const answer = await context.client.post({ operation: "begin/", parameters, call });
  const token = readSessionToken(answer.body);
  const notices = listNotices(request);
  return {
    reference: { id: token, ...writeStartedMedia(request.flow) },
    launch: { url: `${context.widgetPage}/?session_token=${token}`, token },
    lapsesAt: computeLapse(context, request),
    ...(notices.length === 0 ? {} : { notices }),
  };
}
