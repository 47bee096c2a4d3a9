import { isDeepStrictEqual } from "node:util";
import type { Started } from "@kyc-gateway/adapter-spec/v1";
import type { CheckGroup } from "../check/check.ts";
import { refuse, refuseAll } from "../check/nonconformity.ts";
import { buildStartRequest, isAuthorization, tryConnect } from "../stage/operations.ts";
import { describeSettled, settle } from "../stage/settle.ts";
import { refuseUnknownRoutes } from "../stage/unknown-routes.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { Stage } from "../stage/stage.ts";
import { conformanceNowMs } from "../subject/samples.ts";
import type { SampleAnswer } from "../subject/samples.ts";
import type { PreparedSubject } from "../subject/subject.ts";

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

export const startGroup: CheckGroup = {
  id: "start",
  title: "starting a session",
  advice:
    "Write sessions.start: send the provider's request through host.fetch, and return its reference and the launch.",
  list: (subject) => ({
    checks: [
      {
        name: "sends only requests that the samples know",
        run: async () => checkRoutes((await start(subject)).stage),
      },
      {
        name: "returns the reference and the launch of the sample",
        run: async () => checkStarted(subject, (await start(subject)).started),
      },
      {
        name: "launches as the manifest declares",
        run: async () => checkLaunch(subject, (await start(subject)).started),
      },
      {
        name: "lapses in the future, if it says when",
        run: async () => checkLapse((await start(subject)).started),
      },
      { name: "starts the same request twice on one connection", run: () => startTwice(subject) },
      { name: "keeps two connections apart", run: () => startApart(subject) },
      ...(tryConnect(subject)?.sessions?.relaunch === undefined
        ? []
        : [
            { name: "gives a fresh link, and again", run: () => checkRelaunch(subject) },
            { name: "gives no link into nothing", run: () => checkRelaunchFailures(subject) },
          ]),
    ],
  }),
};

interface Performance {
  readonly stage: Stage;
  readonly started: Started;
}

async function start(subject: PreparedSubject): Promise<Performance> {
  const stage = createStage(subject.samples);
  const { sessions } = connectTo(subject, stage);
  try {
    return { stage, started: await sessions.start(buildStartRequest(subject.samples), createCall()) };
  } finally {
    // What was answered to an unknown request is no news: the request is.
    refuseUnknownRoutes(stage);
  }
}

function checkRoutes({ requests }: Stage): void {
  if (requests.length === 0) refuse("nothing was sent to the provider through host.fetch");
}

function checkStarted({ samples }: PreparedSubject, started: Started): void {
  const { reference, launch } = samples.start.expected;
  refuseAll([
    ...(isDeepStrictEqual({ ...started.reference }, { ...reference })
      ? []
      : ["the reference differs from start.expected.reference"]),
    ...(isDeepStrictEqual({ ...started.launch }, { ...launch })
      ? []
      : ["the launch differs from start.expected.launch"]),
  ]);
}

function checkLaunch({ adapter }: PreparedSubject, { launch }: Started): void {
  const given = (["url", "token"] as const).filter((way) => launch[way] !== undefined);
  const { launches } = adapter.manifest.capabilities;
  refuseAll([
    ...(given.length === 0 ? ["the launch holds neither url nor token"] : []),
    ...given
      .filter((way) => !launches.includes(way))
      .map((way) => `the launch holds a ${way}, which capabilities.launches does not declare`),
    ...launches
      .filter((way) => !given.includes(way))
      .map((way) => `capabilities.launches declares "${way}", and the launch lacks it`),
    ...(launch.url === undefined || URL.canParse(launch.url) ? [] : ["launch.url is no URL"]),
  ]);
}

function checkLapse({ lapsesAt, notices = [] }: Started): void {
  if (lapsesAt !== undefined && (!instant.test(lapsesAt) || Date.parse(lapsesAt) <= conformanceNowMs)) {
    refuse("lapsesAt is no RFC 3339 time after host.now(): adapters read no other clock");
  }
  refuseAll(
    notices
      .filter(({ code }) => !/^[a-z][a-z0-9_]*$/.test(code))
      .map(() => "a notice's code is no word like lower_case"),
  );
}

async function startTwice(subject: PreparedSubject): Promise<void> {
  const { sessions } = connectTo(subject, createStage(subject.samples));
  const request = buildStartRequest(subject.samples);
  const [first, second] = [
    await sessions.start(request, createCall()),
    await sessions.start(request, createCall()),
  ];
  if (!isDeepStrictEqual(first, second))
    refuse("the second start differs from the first although the provider answered alike");
}

/** State must hang on the connection: a token cached in the module would go to another account. */
async function startApart(subject: PreparedSubject): Promise<void> {
  const first = await start(subject);
  const second = await start(subject);
  const [one, other] = [first, second].map(({ stage }) =>
    stage.requests.map(({ routeName }) => routeName).join(", "),
  );
  if (one !== other)
    refuse(
      `a second connection sent ${other} instead of ${one}: something is kept outside of the connection`,
    );
}

/** The answers of a session that is not over: whoever looks for a passport may need a fresh link more than once. */
function findOpenAnswers({ samples }: PreparedSubject): Readonly<Record<string, SampleAnswer>> {
  const open = samples.reports.find(
    ({ expected: { status } }) => status === "SESSION_CREATED" || status === "IN_PROGRESS",
  );
  return (
    open?.answers ?? refuse("give a sample report of a session that is not over: a fresh link leads into one")
  );
}

async function checkRelaunch(subject: PreparedSubject): Promise<void> {
  const stage = createStage(subject.samples, { answers: findOpenAnswers(subject) });
  const { sessions } = connectTo(subject, stage);
  const { reference } = subject.samples.start.expected;
  for (let round = 0; round < 2; round += 1) {
    const again = await sessions.relaunch?.(reference, buildStartRequest(subject.samples), createCall());
    if (again === undefined) return refuse("sessions.relaunch gives nothing");
    checkLaunch(subject, { reference, ...again });
    checkLapse({ reference, ...again });
  }
  refuseUnknownRoutes(stage);
}

/** A link into nothing is worse than none. */
async function checkRelaunchFailures(subject: PreparedSubject): Promise<void> {
  const { reference } = subject.samples.start.expected;
  const request = buildStartRequest(subject.samples);
  for (const [status, code] of [
    [404, "session_unknown"],
    [503, "unavailable"],
  ] as const) {
    const fault = {
      kind: "answer",
      status,
      text: "{}",
      headers: { "content-type": "application/json" },
    } as const;
    const isToken = (name: string | undefined) => name !== undefined && isAuthorization(subject, name);
    const stage = createStage(subject.samples, { fault, strikes: (name) => !isToken(name) });
    const { sessions } = connectTo(subject, stage);
    const settled = await settle(async () => sessions.relaunch?.(reference, request, createCall()));
    if (settled.kind !== "rejected" || settled.error.code !== code)
      refuse(
        `when the provider answers ${status}, expected "${code}", but relaunch ${describeSettled(settled)}`,
      );
  }
}
