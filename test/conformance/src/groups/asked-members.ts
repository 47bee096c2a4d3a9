import { isDeepStrictEqual } from "node:util";
import type { Started, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import { refuse } from "../check/nonconformity.ts";
import { buildStartRequest } from "../stage/operations.ts";
import { settle } from "../stage/settle.ts";
import { connectTo, createCall, createStage } from "../stage/stage.ts";
import type { PreparedSubject } from "../subject/subject.ts";

/** What a caller may ask of a session beside its flow and its applicant. */
const askable = {
  documentTypes: ["passport"],
  documentCountries: ["GEO"],
  schedule: { startsAt: "2026-05-05T10:00:00Z", endsAt: "2026-05-06T10:00:00Z" },
  parent: { id: "a-session-of-somebody-else" },
  presets: { questions: { occupation: "engineer" } },
  operatorGroup: "group-of-the-samples",
  returnUrl: "https://product.example/another-place",
} as const satisfies Partial<StartRequest>;

type Askable = keyof typeof askable;

/** What can be asked in vain. What the sample request asks already is seen by its expectations. */
export function listAskable({ samples }: PreparedSubject): readonly Askable[] {
  return (Object.keys(askable) as Askable[]).filter((member) => samples.start.request[member] === undefined);
}

/** Asks for one thing more: it is sent, refused where it was asked, or told of in a notice. */
export async function checkAsked(subject: PreparedSubject, member: Askable): Promise<void> {
  const plain = buildStartRequest(subject.samples);
  const asking: StartRequest = { ...plain, [member]: askable[member] };
  const issues = subject.adapter.checkStart?.(structuredClone(asking)) ?? [];
  if (issues.some(({ pointer }) => pointer === `/${member}` || pointer.startsWith(`/${member}/`))) return;
  const [without, having] = [await start(subject, plain), await start(subject, asking)];
  const isSent = !isDeepStrictEqual(without.sent, having.sent);
  if (isSent || having.isRefused || (having.started?.notices?.length ?? 0) > 0) return;
  refuse(
    `${member} is dropped in silence: send it, or refuse it in checkStart at /${member} with the code "unsupported"`,
  );
}

interface Performance {
  readonly sent: readonly unknown[];
  readonly isRefused: boolean;
  readonly started: Started | undefined;
}

async function start(subject: PreparedSubject, request: StartRequest): Promise<Performance> {
  const stage = createStage(subject.samples);
  const settled = await settle(() => connectTo(subject, stage).sessions.start(request, createCall()));
  const sent = stage.requests.map(({ method, url, headers, sent: body }) => ({ method, url, headers, body }));
  return {
    sent,
    isRefused: settled.kind === "rejected" && sent.length === 0,
    started: settled.kind === "resolved" ? (settled.value as Started) : undefined,
  };
}
