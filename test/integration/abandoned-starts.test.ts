import type { Timeline } from "@kyc-gateway/http-api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { startErasureStage, type ErasureStage } from "../support/erasure-stage.ts";

let stage: ErasureStage;
beforeAll(async () => {
  stage = await startErasureStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
afterEach(() => {
  stage.harness.identomat.control.clearFaults();
  stage.harness.ondato?.control.clearFaults();
});

/** No retry comes of it, and no breaker opens by one of it: the provider may have made a session. */
const unreadable = { kind: "garbage", shape: "html" } as const;
const atIdentomat = { connection: "shop-identomat", adapter: "identomat", atProvider: "unknown" };
const atOndato = { connection: "shop-ondato", adapter: "ondato", atProvider: "unknown" };

function spoilIdentomat(fault: Parameters<typeof addFault>[0]["fault"] = unreadable, next?: number): void {
  addFault({ fault, operation: "begin", ...(next === undefined ? {} : { next }) });
}

function addFault(rule: Parameters<ErasureStage["harness"]["identomat"]["control"]["addFault"]>[0]): void {
  stage.harness.identomat.control.addFault(rule);
}

function spoilOndato(): void {
  stage.harness.ondato?.control.addFault({ fault: unreadable, operation: "create" });
}

function ask(person: string, key: string = crypto.randomUUID(), flow = "both") {
  return stage.harness.shop.createSession({ flow, applicant: { id: person } }, key);
}

/** The sessions of a person's erasure, as told to the product and as signed. */
async function eraseAndRead(person: string): Promise<readonly object[]> {
  const { sessions, receipt } = await stage.waitForReceipt(await stage.erase(`applicants/${person}`));
  const { body } = await stage.openReceipt(receipt);
  const signed = body["sessions"] as readonly { abandonedStarts?: object[] }[];
  expect(signed.map(({ abandonedStarts = [] }) => abandonedStarts)).toEqual(
    sessions.map(({ abandonedStarts }) => abandonedStarts),
  );
  return sessions;
}

async function readTrace(sessionId: string): Promise<readonly string[]> {
  const { decisionTrace }: Timeline = await stage.harness.shop.readTimeline(sessionId);
  return decisionTrace
    .filter(({ step }) => step !== "routed")
    .map(({ connection, step, why }) => [connection, step, why].filter(Boolean).join(" "));
}

describe("a start that was given up without an answer", () => {
  it("stands in the trace, and in the receipt beside the connection that took over", async () => {
    const person = stage.newPerson();
    spoilIdentomat();
    const { body } = await ask(person);
    expect(await readTrace(body.id)).toEqual([
      "shop-identomat outcome_unknown response_unrecognised",
      "shop-ondato chosen",
    ]);
    expect(await eraseAndRead(person)).toMatchObject([
      { connection: "shop-ondato", atProvider: "unsupported", abandonedStarts: [atIdentomat] },
    ]);
  });

  it("is told although the same provider made a session for the repeated key", async () => {
    const [person, key] = [stage.newPerson(), crypto.randomUUID()];
    spoilIdentomat();
    expect(readProblem(await ask(person, key, "standard")).code).toBe("provider_outcome_unknown");
    stage.harness.identomat.control.clearFaults();
    expect((await ask(person, key, "standard")).status).toBe(201);
    expect(await eraseAndRead(person)).toMatchObject([
      { connection: "shop-identomat", atProvider: "confirmed", abandonedStarts: [atIdentomat] },
    ]);
  });

  it("is told although a repetition within the same request worked", async () => {
    const person = stage.newPerson();
    spoilIdentomat({ kind: "server_error" }, 1);
    const { body, status } = await ask(person, undefined, "standard");
    expect(status).toBe(201);
    expect(await readTrace(body.id)).toEqual([
      "shop-identomat outcome_unknown repeated",
      "shop-identomat chosen",
    ]);
    expect(await eraseAndRead(person)).toMatchObject([
      { atProvider: "confirmed", abandonedStarts: [atIdentomat] },
    ]);
  });

  it("is told by name where no provider answered, each connection once", async () => {
    const [person, key] = [stage.newPerson(), crypto.randomUUID()];
    spoilIdentomat();
    spoilOndato();
    const answers = [await ask(person, key), await ask(person, key)];
    for (const answer of answers) expect(readProblem(answer).code).toBe("provider_outcome_unknown");
    expect(await eraseAndRead(person)).toMatchObject([
      { connection: "shop-ondato", atProvider: "unknown", abandonedStarts: [atIdentomat] },
    ]);
  });

  it("is known when the process ends while it asks the next provider", async () => {
    const [person, key] = [stage.newPerson(), crypto.randomUUID()];
    spoilIdentomat();
    spoilOndato();
    const { pool } = stage.harness.database;
    await ask(person, key);
    // As it is between the note and the answer: nothing of the request's end was stored.
    await pool.query(
      "update sessions set trace = '[]', intent_lease_until = null where status = 'NOT_STARTED' and erasure = 'none'",
    );
    stage.harness.identomat.control.clearFaults();
    expect((await ask(person, key)).status).toBe(201);
    expect(await eraseAndRead(person)).toMatchObject([
      { connection: "shop-identomat", atProvider: "confirmed", abandonedStarts: [atIdentomat, atOndato] },
    ]);
  });

  it.each([
    ["refused", { kind: "rate_limited", retryAfter: { seconds: 30 } }],
    ["unauthorised", { kind: "server_error", status: 401 }],
  ] as const)("that is known to have made nothing (%s) is not told", async (_how, fault) => {
    const person = stage.newPerson();
    spoilIdentomat(fault);
    expect((await ask(person)).status).toBe(201);
    expect(await eraseAndRead(person)).toMatchObject([{ connection: "shop-ondato", abandonedStarts: [] }]);
  });
});
