import * as fc from "fast-check";
import { Agent, errors } from "undici";
import { listOperations, readDocument } from "./document.ts";
import { createJudge, type Judge } from "./judge/judge-answer.ts";
import { arbitraryRequest, type FuzzRequest } from "./requests/arbitrary-request.ts";
import type { StageValues } from "./requests/known-values.ts";
import { fillRequest, sendRequest, type FilledRequest } from "./send-request.ts";

/** A gateway, and what there is in it. */
export interface Target {
  readonly url: string;
  readonly values: StageValues;
}

export interface CampaignPlan {
  readonly requests: number;
  readonly seed: number;
  /** After every so many requests. */
  readonly onProgress?: (findings: Findings) => Promise<void> | void;
}

/** What came of a campaign so far. */
export interface Findings {
  sent: number;
  slowestMs: number;
  /** How often each operation gave each status. */
  readonly statuses: Map<string, number>;
  /** Each with the request that caused it. */
  readonly issues: string[];
}

const chunk = 500;
const atOnce = 8;
const maxIssues = 20;

/** Sends requests that the seed decides, several at once, and judges every answer by the document. */
export async function runCampaign(target: Target, plan: CampaignPlan): Promise<Findings> {
  const document = readDocument();
  const operations = listOperations(document);
  const judge = createJudge(document, operations);
  const requests = arbitraryRequest(operations, document);
  const dispatcher = new Agent({ connections: atOnce, pipelining: 1 });
  const findings: Findings = { sent: 0, slowestMs: 0, statuses: new Map(), issues: [] };
  try {
    while (findings.sent < plan.requests && findings.issues.length < maxIssues) {
      const numRuns = Math.min(chunk, plan.requests - findings.sent);
      const seed = plan.seed + findings.sent;
      const queue = fc.sample(requests, { numRuns, seed }).entries();
      const work = { target, dispatcher, judge, findings, seed };
      await Promise.all(Array.from({ length: atOnce }, () => workOff(queue, work)));
      findings.sent += numRuns;
      await plan.onProgress?.(findings);
    }
    return findings;
  } finally {
    await dispatcher.destroy();
  }
}

interface Work {
  readonly target: Target;
  readonly dispatcher: Agent;
  readonly judge: Judge;
  readonly findings: Findings;
  readonly seed: number;
}

async function workOff(queue: Iterator<[number, FuzzRequest]>, work: Work): Promise<void> {
  for (let next = queue.next(); next.done !== true; next = queue.next()) {
    const [index, request] = next.value;
    const issue = await tryRequest(request, work);
    if (issue !== undefined)
      work.findings.issues.push(`seed ${work.seed}, request ${index}: the answer ${issue}`);
  }
}

async function tryRequest(request: FuzzRequest, work: Work): Promise<string | undefined> {
  const { target, dispatcher, judge, findings } = work;
  const filled = fillRequest(request, target.values);
  const startedAt = performance.now();
  try {
    const answer = await sendRequest(dispatcher, target.url, filled);
    findings.slowestMs = Math.max(findings.slowestMs, performance.now() - startedAt);
    const name = `${request.operationId} ${answer.status}`;
    findings.statuses.set(name, (findings.statuses.get(name) ?? 0) + 1);
    const issue = judge(filled, answer);
    return (
      issue &&
      `${issue}\n${describeRequest(request, filled)}\n  → ${answer.status} ${answer.text.slice(0, 500)}`
    );
  } catch (error) {
    // What the client itself refuses to send is no request.
    if (error instanceof errors.InvalidArgumentError) return undefined;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return `did not come (${reason})\n${describeRequest(request, filled)}`;
  }
}

/** Enough to send it again: names of the stage stay names, so that no key is printed. */
function describeRequest({ boldness, operationId, ...request }: FuzzRequest, filled: FilledRequest): string {
  const body =
    request.body instanceof Uint8Array
      ? `base64 ${Buffer.from(request.body).toString("base64")}`
      : request.body?.slice(0, 2000);
  return `  ${operationId}, ${boldness}: ${filled.method} ${filled.path.slice(0, 2000)}\n  ${JSON.stringify(request.headers)}\n  ${body ?? "no body"}`;
}
