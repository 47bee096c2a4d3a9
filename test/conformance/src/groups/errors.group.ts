import type { AdapterErrorFields } from "@kyc-gateway/adapter-spec/v1";
import type { Check, CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { isWordOf } from "../schema/vocabularies.ts";
import { findMainRoute, hasBody, isAuthorization, listOperations } from "../stage/operations.ts";
import type { Operation } from "../stage/operations.ts";
import { describeSettled, settle } from "../stage/settle.ts";
import type { Settled } from "../stage/settle.ts";
import { connectTo, createCall, createStage, hugeBodyBytes } from "../stage/stage.ts";
import type { Stage, StageOptions } from "../stage/stage.ts";
import type { SampleRefusal } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { failures } from "../vectors/failures.ts";
import type { Failure } from "../vectors/failures.ts";

/** Failures whose meaning is the same on the way to an access token. */
const tokenFailures = new Set([
  "500",
  "502 with HTML",
  "503",
  "429",
  "a deadline that passes",
  "a connection that is refused",
  "an answer that breaks off",
  "200 with HTML",
  "200 with nothing",
  "200 with half of the answer",
  "an answer without end",
]);

/** What can only happen to an answer that has a body. */
const bodyFaults = new Set<Failure["fault"]["kind"]>(["broken_body", "truncated_body", "huge_body"]);

export const errorsGroup: CheckGroup = {
  id: "errors",
  title: "errors",
  advice:
    "Throw AdapterError with the code of the failure (classifyHttpStatus and requestJson of the kit do most of it), and let the host's errors through as they are.",
  list: (subject) => {
    const operations = listOperations(subject);
    return {
      checks: [
        ...operations.flatMap((operation) =>
          failures.map((failure) => describeFailure(subject, operation, failure)),
        ),
        ...listTokenChecks(subject, operations),
        ...operations.map((operation) => ({
          name: `${operation.name}: does not retry by itself`,
          run: () => checkAttempts(subject, operation),
        })),
        { name: "read: fails when any of its requests fails", run: () => checkEveryRequest(subject) },
        { name: "has samples of the provider's own refusals", run: () => checkRefusals(subject) },
        ...(subject.samples.refusals ?? []).map((refusal) => ({
          name: `${refusal.operation}: ${refusal.name}`,
          run: () => checkRefusal(subject, refusal),
        })),
      ],
    };
  },
};

function describeFailure(subject: PreparedSubject, operation: Operation, failure: Failure): Check {
  return {
    name: `${operation.name}: ${failure.name}`,
    run: async () => {
      const main = await findMainRoute(subject, operation);
      if (bodyFaults.has(failure.fault.kind) && !hasBody(subject, main)) return;
      const { settled, stage } = await perform(subject, operation, {
        fault: failure.fault,
        strikes: (route) => route === main,
      });
      checkSettled(settled, failure, operation);
      // Media may be large; the group "evidence" sees to their limit.
      if (operation.name !== "evidence.open") checkAppetite(stage);
    },
  };
}

function listTokenChecks(subject: PreparedSubject, operations: readonly Operation[]): readonly Check[] {
  const hasTokens = Object.keys(subject.samples.routes).some((name) => isAuthorization(subject, name));
  const start = operations[0];
  if (!hasTokens || start === undefined) return [];
  return failures
    .filter(({ name }) => tokenFailures.has(name))
    .map((failure) => ({
      name: `the way to a token: ${failure.name}`,
      run: async () => {
        const strikes = (route: string | undefined) => route !== undefined && isAuthorization(subject, route);
        const { settled, stage } = await perform(subject, start, { fault: failure.fault, strikes });
        checkSettled(settled, failure, start);
        checkAppetite(stage);
      },
    }));
}

interface Performance {
  readonly settled: Settled;
  readonly stage: Stage;
}

async function perform(
  subject: PreparedSubject,
  operation: Operation,
  options: StageOptions,
): Promise<Performance> {
  const stage = createStage(subject.samples, options);
  return { stage, settled: await settle(() => operation.run(connectTo(subject, stage), createCall())) };
}

function checkSettled(settled: Settled, failure: Failure, operation: Operation): void {
  if (settled.kind === "resolved" && failure.mayResolve?.includes(operation.name) === true) return;
  const codes = failure.codesOf?.[operation.name] ?? failure.codes;
  const wanted = codes.map((code) => `"${code}"`).join(" or ");
  if (settled.kind !== "rejected" || !codes.includes(settled.error.code)) {
    refuse(`expected ${wanted}, but it ${describeSettled(settled)}`);
  }
  checkDetails(settled.error, failure);
}

function checkDetails(error: AdapterErrorFields, { retryAfterMs, isUnsent }: Failure): void {
  if (!isWordOf("error", error.code)) refuse(`"${error.code}" is no code of spec v1`);
  if (retryAfterMs !== undefined && error.retryAfterMs !== retryAfterMs) {
    refuse(`retryAfterMs must be ${retryAfterMs}, not ${error.retryAfterMs ?? "absent"}`);
  }
  const { retryAfterMs: given = 0 } = error;
  if (!Number.isFinite(given) || given < 0) refuse("retryAfterMs is no number of milliseconds");
  if (isUnsent === true && error.requestSent !== false) {
    refuse("requestSent: false of the host is lost: the gateway needs it to fall back to another provider");
  }
}

/** An answer without end must be given up early: the host's limit is the adapter's to set, within reason. */
function checkAppetite({ requests }: Stage): void {
  const eaten = Math.max(0, ...requests.map(({ body }) => body?.pulledBytes() ?? 0));
  if (eaten >= hugeBodyBytes)
    refuse(`${eaten} bytes of an answer were read: ask the host for less (maxResponseBytes)`);
}

async function checkAttempts(subject: PreparedSubject, operation: Operation): Promise<void> {
  const main = await findMainRoute(subject, operation);
  const fault = { kind: "answer", status: 503, text: "" } as const;
  const { stage } = await perform(subject, operation, { fault, strikes: (route) => route === main });
  const attempts = stage.requests.filter(({ routeName }) => routeName === main).length;
  // A health check may look at several places at once.
  if (attempts > 1 && operation.name !== "checkHealth") {
    refuse(
      `the request was sent ${attempts} times: retries belong to the gateway, which has a budget for them`,
    );
  }
}

async function checkEveryRequest(subject: PreparedSubject): Promise<void> {
  const read = listOperations(subject).find(({ name }) => name === "read");
  if (read === undefined) return;
  const { stage } = await perform(subject, read, {});
  const routes = [...new Set(stage.requests.map(({ routeName }) => routeName))];
  for (const route of routes) {
    const fault = {
      kind: "answer",
      status: 500,
      text: "{}",
      headers: { "content-type": "application/json" },
    } as const;
    const { settled } = await perform(subject, read, { fault, strikes: (name) => name === route });
    if (settled.kind !== "rejected") refuse(`with "${route}" failing, it ${describeSettled(settled)}`);
  }
}

/** What HTTP tells is tried without samples; how this provider says it is not. */
function checkRefusals({ samples: { refusals = [] } }: PreparedSubject): void {
  const isTold = refusals.some(({ operation, code }) => operation === "read" && code === "session_unknown");
  if (!isTold)
    refuse(
      'give the documented refusals as "refusals", among them how a read says that there is no such session (code "session_unknown"): an error that is overlooked is taken for an answer',
    );
}

async function checkRefusal(subject: PreparedSubject, refusal: SampleRefusal): Promise<void> {
  const stage = createStage(subject.samples, { answers: { [refusal.route]: refusal.answer } });
  const run = () => runByName(subject, stage, refusal.operation);
  const settled = await settle(run);
  const isMet = settled.kind === "rejected" && settled.error.code === refusal.code;
  if (!isMet) refuseAll([`expected "${refusal.code}", but it ${describeSettled(settled)}`]);
}

async function runByName(
  subject: PreparedSubject,
  stage: Stage,
  name: SampleRefusal["operation"],
): Promise<unknown> {
  const connection = connectTo(subject, stage);
  const operation = listOperations(subject).find((candidate) => candidate.name === name);
  if (operation === undefined) return refuse(`the adapter has no ${name}`);
  return operation.run(connection, createCall());
}
