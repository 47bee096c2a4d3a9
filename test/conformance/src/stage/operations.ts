import type { Call, Connection, EvidenceContent, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { OperationName, Samples } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { openFirstItem } from "./first-item.ts";
import { isBodyless } from "./answer-bytes.ts";
import { connectTo, createCall, createStage } from "./stage.ts";
import type { SeenRequest } from "./stage.ts";

/** Something the suite calls on a connection. */
export interface Operation {
  readonly name: OperationName;
  run(connection: Connection, call: Call): Promise<unknown>;
}

/** The start request of the samples, with the members that the gateway always gives. */
export function buildStartRequest({ start }: Samples): StartRequest {
  return { sessionId: "0190b7a0-0000-7000-8000-0000000c0f01", ...start.request };
}

/** The operations that this connection has. To open evidence is to read it to its end. */
export function listOperations(subject: PreparedSubject): readonly Operation[] {
  const { samples } = subject;
  const { reference } = samples.start.expected;
  const connection = tryConnect(subject);
  const all: readonly (Operation & { readonly exists: boolean })[] = [
    { name: "start", exists: true, run: (own, call) => own.sessions.start(buildStartRequest(samples), call) },
    { name: "read", exists: true, run: (own, call) => own.sessions.read(reference, call) },
    {
      name: "erase",
      exists: connection?.sessions?.erase !== undefined,
      run: async (own, call) => own.sessions.erase?.(reference, call),
    },
    {
      name: "evidence.list",
      exists: connection?.evidence !== undefined,
      run: async (own, call) => own.evidence?.list(reference, call),
    },
    {
      name: "evidence.open",
      exists: connection?.evidence !== undefined,
      run: async (own, call) => readToEnd(await openFirstItem(subject, own, call)),
    },
    {
      name: "checkHealth",
      exists: connection?.checkHealth !== undefined,
      run: async (own, call) => own.checkHealth?.(call),
    },
  ];
  return all.filter(({ exists }) => exists);
}

async function readToEnd({ body }: EvidenceContent): Promise<void> {
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read());
}

/** The requests of an operation when all goes well. */
async function recordRequests(
  subject: PreparedSubject,
  operation: Operation,
): Promise<readonly SeenRequest[]> {
  const stage = createStage(subject.samples);
  await operation.run(connectTo(subject, stage), createCall());
  return stage.requests;
}

/** The first request of an operation beside those for a token: the one whose failure the operation's errors are about. */
export async function findMainRoute(subject: PreparedSubject, operation: Operation): Promise<string> {
  const requests = await recordRequests(subject, operation);
  const main = requests.find(
    ({ routeName }) => routeName !== undefined && !isAuthorization(subject, routeName),
  );
  if (main?.routeName !== undefined) return main.routeName;
  throw new Error(
    `${operation.name} sends no request that a sample route answers: add its route to the samples`,
  );
}

export function isAuthorization({ samples }: PreparedSubject, routeName: string): boolean {
  return samples.routes[routeName]?.isAuthorization === true;
}

/** A connection, or undefined where the adapter makes none: the group `facets` says why. */
export function tryConnect(subject: PreparedSubject): Connection | undefined {
  try {
    return connectTo(subject, createStage(subject.samples));
  } catch {
    return undefined;
  }
}

/** Whether a route's good answer has a body. */
export function hasBody({ samples }: PreparedSubject, routeName: string): boolean {
  return !isBodyless(samples.routes[routeName]?.answer.status ?? 200);
}
