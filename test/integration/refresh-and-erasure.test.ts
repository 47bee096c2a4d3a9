import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProblem, type ApiAnswer } from "../support/api-client.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** What a request about a session that is being erased may be answered with. */
function describeAnswer(answer: ApiAnswer): string {
  return answer.status < 300 ? "done" : readProblem(answer).code;
}

describe("a refresh that meets the erasure of its session", () => {
  it.each([
    ["of the session", (id: string) => `/v1/sessions/${id}`],
    ["of its applicant", (_id: string, applicant: string) => `/v1/applicants/${applicant}`],
  ])(
    "gets a clear answer, and so does the erasure: %s",
    async (_name, path) => {
      const answers = new Set<string>();
      for (let round = 0; round < 20; round += 1) {
        const applicant = `user-${crypto.randomUUID()}`;
        const { body } = await harness.shop.createSession({ applicant: { id: applicant } });
        if (round % 2 === 0)
          harness.identomat.control.act(await harness.findReference(body.id), { act: "approve" });
        const refresh = () => harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
        const [erased, ...refreshed] = await Promise.all([
          harness.shop.request("DELETE", path(body.id, applicant)),
          refresh(),
          refresh(),
          refresh(),
        ]);
        expect(erased.status).toBeLessThan(300);
        for (const answer of refreshed) answers.add(describeAnswer(answer));
        expect(describeAnswer(await refresh())).toBe("session_erased");
      }
      expect([...answers].filter((one) => !["done", "session_erased"].includes(one))).toEqual([]);
    },
    60_000,
  );

  it("is told that the session is erased when the provider answers after the erasure", async () => {
    const { body } = await harness.shop.createSession({ applicant: { id: "slow-user" } });
    const fault = harness.identomat.control.addFault({
      fault: { kind: "latency", delay: { ms: 700 } },
      operation: "result",
    });
    const refreshing = harness.shop.request("POST", `/v1/sessions/${body.id}/refresh`);
    const erased = await harness.shop.request("DELETE", `/v1/sessions/${body.id}`);
    expect(erased.status).toBeLessThan(300);
    expect(describeAnswer(await refreshing)).toBe("session_erased");
    harness.identomat.control.removeFault(fault);
  });
});
