import type { Connection, ProviderReference, Call } from "@kyc-gateway/adapter-spec/v1";
import { refuseAll } from "../check/nonconformity.ts";
import type { Operation } from "../stage/operations.ts";
import { settle } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { SeenRequest } from "../stage/stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { findFirstItem } from "../stage/first-item.ts";

/** Ids that a provider, or whoever writes in its name, could make: each would lead elsewhere if it were put into a URL as it is. */
const hostileIds = [
  "a/b",
  "../b",
  "..",
  "a?status=done",
  "a#b",
  "a%2Fb",
  "a&b=c",
  "a b",
  "a\\b",
  "ა/ბ",
  "a;b",
];

/**
 * Asks about sessions with hostile ids, main and further ones. A request goes to a path that the samples know, with the query
 * that it always has, or it is not sent.
 */
export async function checkEncoding(subject: PreparedSubject, operation: Operation): Promise<void> {
  const { reference } = subject.samples.start.expected;
  const usual = await record(subject, operation, reference);
  const problems: string[] = [];
  for (const hostile of hostileIds)
    for (const changed of listReferences(reference, hostile)) {
      const requests = await record(subject, operation, changed);
      const isAstray = requests.some((request) => strays(subject, request, usual));
      if (isAstray)
        problems.push(
          `with the id ${JSON.stringify(hostile)} a request leaves its documented path or gets another query: encode every value that goes into a URL`,
        );
    }
  refuseAll([...new Set(problems)]);
}

function listReferences(reference: ProviderReference, id: string): readonly ProviderReference[] {
  const parts = Object.keys(reference.parts ?? {});
  return [
    { ...reference, id },
    ...parts.map((name) => ({ ...reference, parts: { ...reference.parts, [name]: id } })),
  ];
}

async function record(
  subject: PreparedSubject,
  { name }: Operation,
  reference: ProviderReference,
): Promise<readonly SeenRequest[]> {
  const stage = createStage(subject.samples);
  const connection = connectTo(subject, stage);
  const { id } = await findItem(subject, name);
  await settle(() => ask(connection, name, { reference, itemId: id, call: createCall() }));
  return stage.requests;
}

/** Only to open a file takes one. */
async function findItem(subject: PreparedSubject, name: Operation["name"]): Promise<{ readonly id: string }> {
  return name === "evidence.open" ? findFirstItem(subject) : { id: "" };
}

interface Question {
  readonly reference: ProviderReference;
  readonly itemId: string;
  readonly call: Call;
}

async function ask(
  { sessions, evidence }: Connection,
  name: Operation["name"],
  { reference, itemId, call }: Question,
): Promise<unknown> {
  switch (name) {
    case "read":
      return sessions.read(reference, call);
    case "erase":
      return sessions.erase?.(reference, call);
    case "evidence.list":
      return evidence?.list(reference, call);
    case "evidence.open": {
      const content = await evidence?.open(reference, itemId, call);
      return content?.body.cancel();
    }
    default:
      return undefined;
  }
}

function strays(
  subject: PreparedSubject,
  { routeName, url }: SeenRequest,
  usual: readonly SeenRequest[],
): boolean {
  if (routeName === undefined || subject.samples.routes[routeName] === undefined) return true;
  const { searchParams, hash } = new URL(url);
  const known = usual
    .filter((request) => request.routeName === routeName)
    .map((request) => new URL(request.url));
  const names = new Set(known.flatMap(({ searchParams: parameters }) => [...parameters.keys()]));
  return hash !== "" || [...searchParams.keys()].some((name) => known.length > 0 && !names.has(name));
}
