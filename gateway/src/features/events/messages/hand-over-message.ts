import type { ApplicantMessage } from "@kyc-gateway/adapter-spec/v1";
import { messageEventType, type MessageEvent } from "@kyc-gateway/http-api";
import { v7 as newUuid } from "uuid";
import type { EndpointStore } from "../endpoints/endpoint.store.ts";
import { signEvent } from "../signing/signing-key.ts";
import type { EventPost, PostResult } from "../dispatch/post-event.ts";

/** A message for the applicant of a session. */
export interface MessageHandOver {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly flow: string;
  readonly applicantId: string | null;
  readonly message: ApplicantMessage;
}

/** What became of it. `nobody`: no endpoint of the tenant asks for messages. `refused`: none of those that ask took it. */
export interface HandOverOutcome {
  readonly kind: "taken" | "nobody" | "refused";
}

/** Posts a message now, to every endpoint that names its type. Nothing of it is stored, and nothing is sent later. */
export async function handOverMessage(
  { store, post }: { store: Pick<EndpointStore, "list">; post: (event: EventPost) => Promise<PostResult> },
  handOver: MessageHandOver,
): Promise<HandOverOutcome> {
  const endpoints = (await store.list(handOver.tenantId)).filter(
    ({ state, types }) => state !== "disabled" && types?.includes(messageEventType) === true,
  );
  if (endpoints.length === 0) return { kind: "nobody" };
  const [id, at] = [newUuid(), new Date()];
  const body = JSON.stringify(writeMessage(handOver, id, at));
  const results = await Promise.all(
    endpoints.map(({ url, keys }) => post({ url, headers: signEvent(keys, { id, body, at }), body, at })),
  );
  return { kind: results.some(({ outcome }) => outcome === "succeeded") ? "taken" : "refused" };
}

function writeMessage(
  { sessionId, flow, applicantId, message }: MessageHandOver,
  id: string,
  at: Date,
): MessageEvent {
  return {
    id,
    version: 1,
    type: messageEventType,
    occurredAt: at.toISOString(),
    sessionId,
    data: { applicantId, flow, ...message },
  };
}
