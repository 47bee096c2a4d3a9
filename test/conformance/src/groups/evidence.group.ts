import type { EvidenceContent } from "@kyc-gateway/adapter-spec/v1";
import type { CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { isWordOf } from "../schema/vocabularies.ts";
import { makeMedia } from "../stage/answer-bytes.ts";
import { tryConnect } from "../stage/operations.ts";
import { describeSettled, settle } from "../stage/settle.ts";
import { connectTo, createCall, createStage, hugeMediaBytes } from "../stage/stage.ts";
import type { SeenRequest, Stage, StageOptions } from "../stage/stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { findFirstItem, openFirstItem } from "../stage/first-item.ts";

const safeId = /^[\w.~-]{1,200}$/;
/** What may be taken from the provider before anybody asks for it: what pipes between hold. */
const mostChunksAhead = 4;
const strangeIds = [
  "../../secret",
  "..",
  "%2e%2e%2fsecret",
  "a/b",
  "a?b=c",
  "a#b",
  "\u0000",
  "",
  "no-such-item-0",
];

export const evidenceGroup: CheckGroup = {
  id: "evidence",
  title: "evidence",
  advice:
    "Return the response's body as a stream (toEvidenceContent of the kit does): never read it into memory, and pass the signal on.",
  list: (subject) => {
    const isThere = tryConnect(subject)?.evidence !== undefined;
    if (!isThere) return { notApplicable: "the connection has no evidence" };
    return {
      checks: [
        { name: "has a sample route with media", run: () => void findMediaRoute(subject) },
        {
          name: "lists items in the words of spec v1, each with an id of its own",
          run: () => checkList(subject),
        },
        { name: "opens an item with its type and every byte", run: () => checkContent(subject) },
        { name: "hands the stream over before it is read", run: () => checkLaziness(subject) },
        { name: "reads on only as it is read", run: () => checkBackpressure(subject) },
        { name: "stops the provider when its reader stops", run: () => checkReaderCancel(subject) },
        { name: "stops when the signal is aborted", run: () => checkAbort(subject) },
        { name: "ends with unavailable when the provider breaks off", run: () => checkBreak(subject) },
        { name: "does not read without end", run: () => checkBound(subject) },
        { name: "refuses ids that it never gave", run: () => checkStrangeIds(subject) },
        { name: "takes HTML for no medium", run: () => checkHtml(subject) },
      ],
    };
  },
};

function findMediaRoute({ samples }: PreparedSubject): string {
  const route = Object.entries(samples.routes).find(
    ([, { answer }]) => (answer.media?.bytes ?? 0) >= 1_000_000,
  );
  return (
    route?.[0] ??
    refuse('give the route that answers the first item, with "media": {"type": …, "bytes": 1500000} or more')
  );
}

interface Opening {
  readonly stage: Stage;
  readonly content: EvidenceContent;
  readonly request: SeenRequest;
}

async function open(
  subject: PreparedSubject,
  options: StageOptions = {},
  signal?: AbortSignal,
): Promise<Opening> {
  const route = findMediaRoute(subject);
  const stage = createStage(subject.samples, { ...options, strikes: (name) => name === route });
  const content = await openFirstItem(subject, connectTo(subject, stage), createCall(signal));
  const request = stage.requests.findLast(({ routeName }) => routeName === route);
  return {
    stage,
    content,
    request: request ?? refuse(`the first item was not fetched from the route "${route}"`),
  };
}

async function checkList(subject: PreparedSubject): Promise<void> {
  const { evidence } = connectTo(subject, createStage(subject.samples));
  const items = (await evidence?.list(subject.samples.start.expected.reference, createCall())) ?? [];
  const ids = items.map(({ id }) => id);
  refuseAll([
    ...(items.length === 0 ? ["the routes' own answers must tell of a session that has evidence"] : []),
    ...(new Set(ids).size < ids.length ? ["two items have the same id"] : []),
    ...items.filter(({ id }) => !safeId.test(id)).map(() => "an item's id is not URL-safe"),
    ...items
      .filter(({ kind }) => !isWordOf("evidence", kind))
      .map(({ kind }) => `"${kind}" is no kind of spec v1`),
  ]);
}

async function checkContent(subject: PreparedSubject): Promise<void> {
  const { content } = await open(subject);
  const media = subject.samples.routes[findMediaRoute(subject)]?.answer.media;
  const bytes = Buffer.from(await new Response(content.body).arrayBuffer());
  refuseAll([
    ...(content.mediaType === media?.type
      ? []
      : [`mediaType is ${content.mediaType}, the provider said ${media?.type}`]),
    ...(content.length === undefined || content.length === media?.bytes
      ? []
      : ["length is not what the provider said"]),
    ...(bytes.equals(makeMedia(media?.bytes ?? 0)) ? [] : ["the bytes are not the provider's"]),
  ]);
}

async function checkLaziness(subject: PreparedSubject): Promise<void> {
  const { content, request } = await open(subject);
  const taken = request.body?.pulledChunks() ?? 0;
  await content.body.cancel();
  if (taken > mostChunksAhead) refuse(`${taken} chunks were read before anybody asked: the file is buffered`);
}

async function checkBackpressure(subject: PreparedSubject): Promise<void> {
  const { content, request } = await open(subject);
  const reader = content.body.getReader();
  await reader.read();
  await new Promise((resolve) => void setImmediate(resolve));
  const taken = request.body?.pulledChunks() ?? 0;
  await reader.cancel();
  if (taken > 1 + mostChunksAhead)
    refuse(`${taken} chunks were read for the first one: the file is buffered`);
}

async function checkReaderCancel(subject: PreparedSubject): Promise<void> {
  const { content, request } = await open(subject);
  const reader = content.body.getReader();
  await reader.read();
  await reader.cancel();
  await new Promise((resolve) => void setImmediate(resolve));
  if (request.body?.isCancelled() !== true)
    refuse("the provider's answer is left open when the reader cancels");
}

async function checkAbort(subject: PreparedSubject): Promise<void> {
  const abort = new AbortController();
  const { content, request } = await open(subject, {}, abort.signal);
  const reader = content.body.getReader();
  await reader.read();
  abort.abort();
  const settled = await settle(() => readToEnd(reader));
  if (settled.kind !== "rejected" || settled.error.code !== "timeout")
    refuse(`expected "timeout" from the stream, but it ${describeSettled(settled)}`);
  if (request.body?.isCancelled() !== true)
    refuse("the provider's answer is left open when the signal is aborted");
}

async function checkBreak(subject: PreparedSubject): Promise<void> {
  const { content } = await open(subject, { fault: { kind: "broken_body" } });
  const settled = await settle(() => readToEnd(content.body.getReader()));
  if (settled.kind !== "rejected" || settled.error.code !== "unavailable")
    refuse(`expected "unavailable" from the stream, but it ${describeSettled(settled)}`);
}

async function checkBound(subject: PreparedSubject): Promise<void> {
  const { content, request } = await open(subject, { fault: { kind: "huge_body" } });
  const settled = await settle(() => readToEnd(content.body.getReader()));
  if (settled.kind !== "rejected" || settled.error.code !== "response_unrecognised")
    refuse(`expected "response_unrecognised" from the stream, but it ${describeSettled(settled)}`);
  if ((request.body?.pulledBytes() ?? 0) >= hugeMediaBytes)
    refuse("maxResponseBytes is so large that it is none");
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  for (let part = await reader.read(); !part.done; part = await reader.read());
}

async function checkStrangeIds(subject: PreparedSubject): Promise<void> {
  const { reference } = subject.samples.start.expected;
  const known = await findFirstItem(subject);
  for (const id of strangeIds.filter((strange) => strange !== known.id)) {
    const stage = createStage(subject.samples, {
      answers: { [findMediaRoute(subject)]: { status: 404, json: {} } },
    });
    const { evidence } = connectTo(subject, stage);
    const settled = await settle(async () => evidence?.open(reference, id, createCall()));
    if (settled.kind !== "rejected")
      refuse(`with the id ${JSON.stringify(id)} it ${describeSettled(settled)}`);
    const escaped = stage.requests.some(
      ({ url, routeName }) => routeName === undefined || url.includes(".."),
    );
    if (escaped) refuse(`with the id ${JSON.stringify(id)} a request leaves the documented paths`);
  }
}

async function checkHtml(subject: PreparedSubject): Promise<void> {
  const fault = {
    kind: "answer",
    status: 200,
    headers: { "content-type": "text/html" },
    text: "<html></html>",
  } as const;
  const settled = await settle(() => open(subject, { fault }));
  if (settled.kind !== "rejected") refuse(`a page in HTML ${describeSettled(settled)}`);
}
