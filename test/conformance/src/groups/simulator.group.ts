import type { AdapterErrorCode, Connection, HostFetch, HostRequestInit } from "@kyc-gateway/adapter-spec/v1";
import type { Check, CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { createHttpFetch } from "../stage/http-fetch.ts";
import { buildStartRequest } from "../stage/operations.ts";
import { describeSettled, settle } from "../stage/settle.ts";
import { createCall } from "../stage/stage.ts";
import { mergePatch } from "../subject/merge-patch.ts";
import type { RunningSimulator, SimulatorFault, SimulatorSample } from "../subject/simulator-sample.ts";
import type { PreparedSubject } from "../subject/subject.ts";
import { findShapeProblems } from "./report-shape.ts";

interface NetworkFailure {
  readonly name: string;
  readonly fault: SimulatorFault;
  readonly codes: readonly AdapterErrorCode[];
  readonly retryAfterMs?: number;
}

const failures: readonly NetworkFailure[] = [
  {
    name: "429 with Retry-After",
    fault: { kind: "rate_limited", retryAfter: { seconds: 7 } },
    codes: ["rate_limited"],
    retryAfterMs: 7_000,
  },
  {
    name: "429 with Retry-After as a date",
    fault: { kind: "rate_limited", retryAfter: { seconds: 60, as: "date" } },
    codes: ["rate_limited"],
  },
  { name: "500", fault: { kind: "server_error", status: 500 }, codes: ["unavailable"] },
  { name: "503", fault: { kind: "server_error", status: 503 }, codes: ["unavailable"] },
  {
    name: "a reset before the answer",
    fault: { kind: "reset", at: "before_headers" },
    codes: ["unavailable"],
  },
  { name: "a reset within the answer", fault: { kind: "reset", at: "mid_body" }, codes: ["unavailable"] },
  { name: "HTML", fault: { kind: "garbage", shape: "html" }, codes: ["response_unrecognised"] },
  {
    name: "half of the JSON",
    fault: { kind: "garbage", shape: "truncated_json" },
    codes: ["response_unrecognised"],
  },
  {
    name: "an answer of ten megabytes",
    fault: { kind: "garbage", shape: "huge_body" },
    codes: ["response_unrecognised"],
  },
];

export const simulatorGroup: CheckGroup = {
  id: "simulator",
  title: "over HTTP, against a simulator",
  advice:
    "What holds against the samples must hold against a server. Look at the failing check's operation; the simulator's ledger tells what it was asked.",
  list: (subject) => {
    const { simulator } = subject;
    if (simulator === undefined) return { notApplicable: "no simulator is given" };
    return { checks: listChecks(subject, simulator) };
  },
};

function listChecks(subject: PreparedSubject, simulator: SimulatorSample): readonly Check[] {
  const within = (work: (scene: Scene) => Promise<void>) => () => perform(subject, simulator, work);
  return [
    { name: "starts a session", run: within(async ({ start }) => void (await start())) },
    ...Object.entries(simulator.acts).map(([act, status]) => ({
      name: `reports ${status} after "${act}"`,
      run: within((scene) => checkAct(subject, scene, { act, status })),
    })),
    ...(["start", "read"] as const).flatMap((operation) =>
      failures.map((failure) => ({
        name: `${operation}: ${failure.name}`,
        run: within((scene) => checkFailure(scene, simulator, { operation, failure })),
      })),
    ),
    {
      name: "read: a status that nobody knows",
      run: within((scene) => checkUnknownStatus(scene, simulator)),
    },
    { name: "read: ends when the signal is aborted", run: within((scene) => checkHang(scene, simulator)) },
    {
      name: "does not know a session that nobody started",
      run: within((scene) => checkUnknownSession(subject, scene)),
    },
    { name: "opens the evidence that it lists", run: within((scene) => checkEvidence(simulator, scene)) },
    ...(subject.adapter.manifest.capabilities.erasesSessions
      ? [{ name: "erases a session, and again", run: within(checkErase) }]
      : []),
    {
      name: "finds the account in good health",
      run: within(async ({ connection }) => connection.checkHealth?.(createCall())),
    },
  ];
}

const silent = () => undefined;

interface Scene {
  readonly simulator: RunningSimulator;
  readonly connection: Connection;
  readonly start: () => Promise<{ readonly id: string }>;
}

/** Every check has a simulator of its own: none inherits sessions, tokens or faults. */
async function perform(
  subject: PreparedSubject,
  sample: SimulatorSample,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const simulator = await sample.start();
  try {
    const settings = mergePatch(subject.samples.settings, sample.settings(simulator.url));
    const fetchOverHttp: HostFetch = createHttpFetch(subject.adapter.origins(settings));
    const host = {
      fetch: (url: string | URL, init?: HostRequestInit) => fetchOverHttp(url, init),
      log: { info: silent, warn: silent },
      now: () => Date.now(),
    };
    const connection = subject.adapter.connect(settings, host);
    const request = buildStartRequest(subject.samples);
    await work({
      simulator,
      connection,
      start: async () => (await connection.sessions.start(request, createCall())).reference,
    });
  } finally {
    await simulator.close();
  }
}

function playAct({ simulator }: Scene, id: string, name: string): void {
  simulator.control.act(id, { act: name as never });
}

async function checkAct(
  subject: PreparedSubject,
  scene: Scene,
  expected: { readonly act: string; readonly status: string },
): Promise<void> {
  const reference = await scene.start();
  playAct(scene, reference.id, expected.act);
  const report = await scene.connection.sessions.read(reference, createCall());
  if (report.status !== expected.status) refuse(`expected ${expected.status}, got ${report.status}`);
  refuseAll([...findShapeProblems(report, subject.adapter.manifest)]);
}

async function checkFailure(
  scene: Scene,
  sample: SimulatorSample,
  { operation, failure }: { readonly operation: "start" | "read"; readonly failure: NetworkFailure },
): Promise<void> {
  const reference = operation === "read" ? await scene.start() : { id: "" };
  scene.simulator.control.addFault({ fault: failure.fault, operation: sample.operations[operation] });
  const run = () =>
    operation === "start" ? scene.start() : scene.connection.sessions.read(reference, createCall());
  const settled = await settle(run);
  if (settled.kind !== "rejected" || !failure.codes.includes(settled.error.code)) {
    refuse(`expected "${failure.codes.join('" or "')}", but it ${describeSettled(settled)}`);
  }
  const { retryAfterMs } = settled.error;
  if (failure.retryAfterMs !== undefined && retryAfterMs !== failure.retryAfterMs)
    refuse(`retryAfterMs must be ${failure.retryAfterMs}, not ${retryAfterMs ?? "absent"}`);
}

async function checkUnknownStatus(scene: Scene, { operations }: SimulatorSample): Promise<void> {
  const reference = await scene.start();
  scene.simulator.control.addFault({
    fault: { kind: "garbage", shape: "unknown_status" },
    operation: operations.read,
  });
  const settled = await settle(() => scene.connection.sessions.read(reference, createCall()));
  if (settled.kind !== "rejected" || settled.error.code !== "response_unrecognised")
    refuse(`expected "response_unrecognised", but it ${describeSettled(settled)}`);
}

async function checkHang(scene: Scene, { operations }: SimulatorSample): Promise<void> {
  const reference = await scene.start();
  scene.simulator.control.addFault({ fault: { kind: "hang" }, operation: operations.read });
  const signal = AbortSignal.timeout(100);
  const settled = await settle(() => scene.connection.sessions.read(reference, createCall(signal)));
  if (settled.kind !== "rejected" || settled.error.code !== "timeout")
    refuse(`expected "timeout", but it ${describeSettled(settled)}`);
}

async function checkUnknownSession({ samples }: PreparedSubject, { connection }: Scene): Promise<void> {
  const settled = await settle(() =>
    connection.sessions.read(samples.start.expected.reference, createCall()),
  );
  if (settled.kind !== "rejected" || settled.error.code !== "session_unknown")
    refuse(`expected "session_unknown", but it ${describeSettled(settled)}`);
}

async function checkEvidence({ acts }: SimulatorSample, scene: Scene): Promise<void> {
  const { evidence } = scene.connection;
  const approval = Object.entries(acts).find(([, status]) => status === "APPROVED")?.[0];
  if (evidence === undefined || approval === undefined) return;
  const reference = await scene.start();
  playAct(scene, reference.id, approval);
  const items = await evidence.list(reference, createCall());
  if (items.length === 0) refuse("an approved session has no evidence");
  for (const { id } of items) {
    const { body } = await evidence.open(reference, id, createCall());
    const bytes = await new Response(body).arrayBuffer();
    if (bytes.byteLength === 0) refuse("a piece of evidence is empty");
  }
}

async function checkErase({ connection, start }: Scene): Promise<void> {
  const reference = await start();
  await connection.sessions.erase?.(reference, createCall());
  await connection.sessions.erase?.(reference, createCall());
  const settled = await settle(() => connection.sessions.read(reference, createCall()));
  if (settled.kind !== "rejected" || settled.error.code !== "session_unknown")
    refuse(`after erasure a read ${describeSettled(settled)}`);
}
