import { Buffer } from "node:buffer";
import { isDeepStrictEqual } from "node:util";
import type { ParsedWebhook } from "@kyc-gateway/adapter-spec/v1";
import type { Check, CheckGroup } from "../../check/check.ts";
import { refuse, refuseAll } from "../../check/nonconformity.ts";
import { tryConnect } from "../../stage/operations.ts";
import type { SampleDelivery } from "../../subject/samples.ts";
import type { PreparedSubject } from "../../subject/subject.ts";
import { listProofHeaders, readHeader } from "../../vectors/webhook/vector.ts";
import { buildOriginal, connectReceiver, issueToken } from "./originals.ts";

const longestEventType = 100;
const proofsOnTheWay = new Set(["basic", "bearer", "source_address"]);
const strangeBodies = [
  "",
  "not json",
  "null",
  "[]",
  "{}",
  '"text"',
  "7",
  '{"type":null}',
  "\u0000",
  "[".repeat(10_000),
  "\uFEFF{}",
];

export const webhookParsingGroup: CheckGroup = {
  id: "webhook_parsing",
  title: "what webhooks say",
  advice:
    "Write webhooks.receive: prove the delivery, then say which session it is about. Store nothing that is a secret; a hint needs little.",
  list: (subject) => {
    const { deliveries = [] } = subject.samples;
    const isThere = tryConnect(subject)?.webhooks !== undefined;
    if (!isThere && deliveries.length === 0) return { notApplicable: "the connection has no webhooks" };
    return {
      checks: [
        { name: "has a sample that names a session", run: () => checkSamples(deliveries) },
        ...deliveries.flatMap((sample) => listChecks(subject, sample)),
      ],
    };
  },
};

function listChecks(subject: PreparedSubject, sample: SampleDelivery): readonly Check[] {
  const hasOpenBody = sample.schemes.every((scheme) => proofsOnTheWay.has(scheme));
  return [
    { name: `${sample.name}: is read as expected`, run: () => checkParsedWebhook(subject, sample) },
    {
      name: `${sample.name}: is read at once, without asking anybody, and the same way again`,
      run: () => checkPurity(subject, sample),
    },
    { name: `${sample.name}: leaves no secret in what is stored`, run: () => checkStored(subject, sample) },
    { name: `${sample.name}: stores less than what came`, run: () => checkStoredIsLess(subject, sample) },
    ...(hasOpenBody
      ? [
          {
            name: `${sample.name}: parks what it does not understand`,
            run: () => checkStrange(subject, sample),
          },
        ]
      : []),
    ...(sample.window === undefined
      ? []
      : [
          {
            name: `${sample.name}: is accepted up to the ends of its window`,
            run: () => checkWindow(subject, sample),
          },
        ]),
    ...(sample.tokenRequest === undefined
      ? []
      : [
          { name: `${sample.name}: a token tells how long it lives`, run: () => checkToken(subject, sample) },
        ]),
  ];
}

function checkSamples(deliveries: readonly SampleDelivery[]): void {
  if (!deliveries.some(({ reading }) => reading.kind === "session"))
    refuse("give authentic deliveries, one of them about a session, as deliveries");
}

function receive(subject: PreparedSubject, sample: SampleDelivery, nowMs?: number): ParsedWebhook {
  return connectReceiver(subject, sample, nowMs).webhooks.receive(buildOriginal(subject, sample).delivery);
}

function checkParsedWebhook(subject: PreparedSubject, sample: SampleDelivery): void {
  const reading = receive(subject, sample) as Readonly<Record<string, unknown>> & ParsedWebhook;
  const expected = Object.entries(sample.reading);
  refuseAll(
    expected
      .filter(([name, value]) => !isDeepStrictEqual(reading[name], value))
      .map(
        ([name, value]) => `${name}: expected ${JSON.stringify(value)}, got ${JSON.stringify(reading[name])}`,
      ),
  );
  if ("eventId" in reading && reading.eventId !== undefined && sample.reading.eventId === undefined)
    refuse(
      "it has an eventId that the sample does not expect: deliveries with an id seen before are dropped",
    );
  if (reading.eventType.length > longestEventType)
    refuse(`eventType is longer than ${longestEventType} characters`);
  if ((reading.kind === "session" || reading.kind === "unrecognised") && !isBytes(reading.storedBody))
    refuse("storedBody is no bytes");
}

function isBytes(value: unknown): boolean {
  return value instanceof Uint8Array;
}

function checkPurity(subject: PreparedSubject, sample: SampleDelivery): void {
  const { delivery } = buildOriginal(subject, sample);
  const { stage, webhooks } = connectReceiver(subject, sample);
  const [first, second] = [webhooks.receive(delivery), webhooks.receive(delivery)];
  if (first instanceof Promise) refuse("receive must be synchronous: the provider waits for its answer");
  if (stage.requests.length > 0) refuse("receive sends requests: it must only look at the delivery");
  if (!isDeepStrictEqual(first, second))
    refuse("the second reading of the same delivery differs: the gateway tells repetitions apart");
}

function checkStored(subject: PreparedSubject, sample: SampleDelivery): void {
  const original = buildOriginal(subject, sample);
  const reading = receive(subject, sample);
  if (!("storedBody" in reading)) return;
  const stored = `${Buffer.from(reading.storedBody).toString("utf8")} ${reading.eventType} ${reading.eventId ?? ""}`;
  const secrets = original.secrets.filter(({ value }) => value.length >= 8 && stored.includes(value));
  const proofs = listProofHeaders(original).filter(
    (name) => readHeader(original, name).length >= 8 && stored.includes(readHeader(original, name)),
  );
  refuseAll([
    ...secrets.map(({ pointer }) => `the secret ${pointer} is stored: cut it out (redactJson of the kit)`),
    ...proofs.map((name) => `the header ${name} is stored`),
  ]);
}

/** What is passed on as it came holds tomorrow whatever the provider adds. */
function checkStoredIsLess(subject: PreparedSubject, sample: SampleDelivery): void {
  const reading = receive(subject, sample);
  if (!("storedBody" in reading) || reading.kind === "unrecognised") return;
  if (Buffer.from(reading.storedBody).equals(Buffer.from(sample.body, "utf8")))
    refuse(
      "storedBody is the delivery's body as it came: store the ids and the type that the reading needs, made anew, so that nothing of a person is kept (a sample that holds no more than those needs one more member to tell)",
    );
}

function checkStrange(subject: PreparedSubject, sample: SampleDelivery): void {
  const { delivery } = buildOriginal(subject, sample);
  const { webhooks } = connectReceiver(subject, sample);
  for (const body of strangeBodies) {
    const name = JSON.stringify(body.slice(0, 20));
    const reading = receiveQuietly(() => webhooks.receive({ ...delivery, rawBody: Buffer.from(body) }));
    if (reading === undefined)
      refuse(`an authentic delivery with the body ${name} is refused: it must be parked as "unrecognised"`);
    if (reading.kind === "session")
      refuse(`a delivery with the body ${name} is taken for one about a session`);
  }
}

function receiveQuietly(read: () => ParsedWebhook): ParsedWebhook | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function checkWindow(subject: PreparedSubject, sample: SampleDelivery): void {
  const { maxAgeMs, maxAheadMs } = sample.window ?? { maxAgeMs: 0, maxAheadMs: 0 };
  const clock = connectReceiver(subject, sample).stage.host.now();
  for (const shiftMs of [maxAgeMs - 1_000, -maxAheadMs + 1_000]) receive(subject, sample, clock + shiftMs);
}

function checkToken(subject: PreparedSubject, sample: SampleDelivery): void {
  const { delivery } = buildOriginal(subject, sample);
  const { accessToken, expiresInSeconds } = issueToken(connectReceiver(subject, sample), sample, delivery);
  const isLifetime = Number.isInteger(expiresInSeconds) && expiresInSeconds > 0;
  refuseAll([
    ...(isLifetime ? [] : ["expiresInSeconds is no number of seconds"]),
    ...(/^[\x21-\x7e]{16,}$/.test(accessToken)
      ? []
      : ["accessToken is no token of at least 16 visible characters"]),
  ]);
}
