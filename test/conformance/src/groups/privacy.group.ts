import { Buffer } from "node:buffer";
import type { Applicant, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import type { CheckGroup } from "../check/check.ts";
import { refuseAll } from "../check/nonconformity.ts";
import { listSecrets } from "../schema/walk-schema.ts";
import { buildStartRequest, isAuthorization, listOperations, tryConnect } from "../stage/operations.ts";
import type { Operation } from "../stage/operations.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { LoggedEvent, StageOptions } from "../stage/stage.ts";
import { listStrings } from "../subject/json-pointer.ts";
import type { SampleDelivery } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { listMutators } from "../vectors/webhook/mutators.ts";
import { buildOriginal, connectReceiver } from "./webhooks/originals.ts";
import { writeOut } from "./write-out.ts";

const prose = "zqprose: refused for Zqname Zqfamily, born 1979-11-23";
const canaryApplicant: Omit<Applicant, "id"> = {
  givenName: "Zqgivenname",
  familyName: "Zqfamilyname",
  email: "zqcanary@example.com",
  phone: "+37069912345",
  personalNumber: "37911230017",
};
/** Under these names providers put what they say in prose. */
const proseMembers = {
  message: prose,
  detail: prose,
  description: prose,
  error_description: prose,
  errorMessage: prose,
  title: prose,
};
const shortestCanary = 6;

export const privacyGroup: CheckGroup = {
  id: "privacy",
  title: "nothing personal, nothing secret",
  advice:
    "Say in errors and logs which operation failed and with which code, never what was sent or answered. Errors carry no cause.",
  list: (subject) => ({
    checks: [
      ...listOperations(subject).map((operation) => ({
        name: `${operation.name}: its errors and its log tell nothing`,
        run: () => checkOperation(subject, operation),
      })),
      { name: "sessions.start: its notices tell nothing", run: () => checkNotices(subject) },
      ...(tryConnect(subject)?.webhooks === undefined
        ? []
        : [{ name: "forged webhooks: errors and log tell nothing", run: () => checkWebhooks(subject) }]),
    ],
  }),
};

async function checkOperation(subject: PreparedSubject, operation: Operation): Promise<void> {
  const { thrown, logged } = await observe(subject, operation);
  refuseAll([...findLeaks(subject, thrown, "an error"), ...findLeaks(subject, logged, "the log")]);
}

interface Observed {
  readonly thrown: readonly string[];
  readonly logged: readonly string[];
}

/** What can go wrong with answers that hold people and prose. */
function* listScenes(subject: PreparedSubject): Generator<StageOptions> {
  const text = JSON.stringify({ ...proseMembers, error: prose, errors: [{ message: prose }] });
  const headers = { "content-type": "application/json" };
  yield { extraMembers: proseMembers };
  for (const status of [400, 401, 403, 404, 409, 422, 429, 500, 503])
    yield { fault: { kind: "answer", status, headers, text } };
  yield { fault: { kind: "answer", status: 200, headers, text } };
  yield { fault: { kind: "answer", status: 200, headers, text: JSON.stringify(prose) } };
  yield { fault: { kind: "answer", status: 200, headers, text: `{"message": "${prose}` } };
  yield {
    fault: { kind: "answer", status: 502, headers: { "content-type": "text/html" }, text: `<p>${prose}</p>` },
  };
  yield { fault: { kind: "broken_body" } };
  yield { fault: { kind: "truncated_body" } };
  yield { fault: { kind: "timeout" } };
  for (const { answers } of subject.samples.reports) yield { answers, extraMembers: proseMembers };
  for (const { route, answer } of subject.samples.refusals ?? [])
    yield { answers: { [route]: answer }, extraMembers: proseMembers };
}

/** Everything that an operation throws and logs, with each failure on each of its requests. */
async function observe(subject: PreparedSubject, operation: Operation): Promise<Observed> {
  const thrown: string[] = [];
  const logged: string[] = [];
  const personal = withCanaries(subject);
  for (const scene of listScenes(subject)) {
    for (const isToken of [false, true]) {
      const strikes = (route: string | undefined) =>
        (route !== undefined && isAuthorization(subject, route)) === isToken;
      const stage = createStage(subject.samples, { ...scene, strikes });
      const own = operation.name === "start" ? withStart(operation, personal) : operation;
      try {
        await own.run(connectTo(subject, stage), createCall());
      } catch (error) {
        thrown.push(writeOut(error));
      }
      logged.push(...stage.logged.map((event: LoggedEvent) => JSON.stringify(event)));
    }
  }
  return { thrown, logged };
}

function withStart(operation: Operation, request: StartRequest): Operation {
  return { ...operation, run: (connection, call) => connection.sessions.start(request, call) };
}

/** The sample request for somebody whose every fact is unmistakable, as far as the adapter takes it. */
function withCanaries({ samples, adapter }: PreparedSubject): StartRequest {
  const request = buildStartRequest(samples);
  const planted = Object.entries(canaryApplicant).filter(([name, value]) => {
    const candidate = { ...request, applicant: { ...request.applicant, [name]: value } };
    return (adapter.checkStart?.(candidate) ?? []).length === 0;
  });
  return { ...request, applicant: { ...request.applicant, ...Object.fromEntries(planted) } };
}

/** What must not be told, and what it is. */
function listCanaries({
  adapter,
  samples,
}: PreparedSubject): readonly (readonly [what: string, text: string])[] {
  const secrets = listSecrets(adapter.manifest.settingsSchema, samples.settings);
  const tokens = Object.values(samples.routes)
    .filter(({ isAuthorization: isToken }) => isToken === true)
    .flatMap(({ answer }) => [...listStrings(answer.json)])
    .filter(([, text]) => text.length >= 12);
  const people = samples.reports.flatMap(({ expected }) => [...listStrings(expected.claims?.person)]);
  const { token } = samples.start.expected.launch;
  return [
    ...secrets.map(({ pointer, value }) => [`the secret ${pointer}`, value] as const),
    ...tokens.map(([pointer, text]) => [`an access token's ${pointer}`, text] as const),
    ...people.map(([pointer, text]) => [`the person's ${pointer}`, text] as const),
    ...Object.entries(canaryApplicant).map(([name, text]) => [`the applicant's ${name}`, text] as const),
    ...(token === undefined ? [] : [["the launch's token", token] as const]),
    ["the provider's prose", "zqprose"],
    ["the provider's prose", "Zqfamily"],
  ];
}

function spell(text: string): readonly string[] {
  return [
    text,
    encodeURIComponent(text),
    Buffer.from(text).toString("base64"),
    JSON.stringify(text).slice(1, -1),
  ];
}

function findLeaks(subject: PreparedSubject, texts: readonly string[], place: string): readonly string[] {
  const all = texts.join("\n");
  const leaked = listCanaries(subject)
    .filter(([, text]) => text.length >= shortestCanary)
    .filter(([, text]) => spell(text).some((spelling) => all.includes(spelling)));
  return [...new Set(leaked.map(([what]) => `${place} tells ${what}`))];
}

async function checkNotices(subject: PreparedSubject): Promise<void> {
  const stage = createStage(subject.samples, { extraMembers: proseMembers });
  const started = await connectTo(subject, stage).sessions.start(withCanaries(subject), createCall());
  refuseAll(findLeaks(subject, [JSON.stringify(started.notices ?? [])], "a notice"));
}

function checkWebhooks(subject: PreparedSubject): void {
  for (const sample of subject.samples.deliveries ?? []) {
    const { secrets } = buildOriginal(subject, sample);
    const told = observeRejections(subject, sample);
    const leaked = secrets.filter(({ value }) => value.length >= shortestCanary && told.includes(value));
    refuseAll(
      leaked.map(({ pointer }) => `with ${sample.name}, an error or the log tells the secret ${pointer}`),
    );
  }
}

/** All that is thrown and logged over the forged copies of a sample. */
function observeRejections(subject: PreparedSubject, sample: SampleDelivery): string {
  const original = buildOriginal(subject, sample);
  const { stage, webhooks } = connectReceiver(subject, sample);
  const own = listMutators().filter(({ schemes }) =>
    schemes.some((scheme) => sample.schemes.includes(scheme)),
  );
  const thrown = own
    .flatMap((mutator) => [...mutator.mutate(original)])
    .map(({ delivery }) => captureThrown(() => webhooks.receive(delivery)));
  return [...thrown, ...stage.logged.map((event) => JSON.stringify(event))].join("\n");
}

function captureThrown(receive: () => unknown): string {
  try {
    receive();
    return "";
  } catch (error) {
    return writeOut(error);
  }
}
