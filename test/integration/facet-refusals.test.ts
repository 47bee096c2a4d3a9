import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readProblem } from "../support/api-client.ts";
import { facetRequests, newEntry, type FacetAccount, type FacetSessions } from "../support/facet-requests.ts";
import { startFacetStage, type FacetStage } from "../support/facet-stage.ts";

const deadlineMs = 2000;

let stage: FacetStage;
let sessions: FacetSessions;
beforeAll(async () => {
  stage = await startFacetStage({
    env: { KYC_REQUEST_DEADLINE_MS: String(deadlineMs), KYC_PROVIDER_ATTEMPT_MS: "1000" },
  });
  const { harness, shop, bank } = stage;
  const start = async (client: typeof shop, flow: string) =>
    (await client.createSession({ flow, applicant: { id: "user-1" } })).body.id;
  sessions = {
    identomat: await start(harness.shop, "standard"),
    ondato: await start(harness.shop, "ondato"),
    foreign: await start(bank, "standard"),
  };
});
afterEach(() => stage.harness.identomat.control.clearFaults());
afterAll(() => stage.close());

type FacetName = keyof typeof facetRequests;
const names = Object.keys(facetRequests) as FacetName[];

const send = (name: FacetName, account: FacetAccount, change?: object) =>
  facetRequests[name].send({ stage, sessions }, account, change);

const asked = () => {
  const { requests } = stage.harness.identomat.control.ledger();
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
};

describe.each(names)("%s", (name) => {
  const { operation } = facetRequests[name];

  it("of a provider that cannot is refused with the names of the connections that can", async () => {
    const problem = readProblem(await send(name, "ondato"));
    expect(problem).toMatchObject({
      status: 409,
      code: "facet_unsupported",
      retryable: false,
      detail: expect.stringMatching(/These can: .*"shop-identomat"/),
    });
  });

  it("at somebody else's connection, or of somebody else's session, is not known", async () => {
    const before = asked();
    const { status, code } = readProblem(await send(name, "foreign"));
    expect([status, code]).toEqual([404, expect.stringMatching(/^(connection|session)_not_found$/)]);
    expect(asked()).toBe(before);
  });

  it.each(["html", "truncated_json"] as const)(
    "is a clear problem when the provider answers %s",
    async (shape) => {
      stage.harness.identomat.control.addFault({
        fault: { kind: "garbage", shape },
        operation,
      });
      const answer = await send(name, "identomat");
      const problem = readProblem(answer);
      expect(problem.code).toMatch(/^provider_(unrecognised|unavailable)$/);
      expect(answer.text).not.toMatch(/<html|<!doctype/i);
    },
  );

  it("is a clear problem when the provider refuses the account", async () => {
    const fault = { kind: "server_error", status: 503 } as const;
    stage.harness.identomat.control.addFault({ fault, operation });
    const problem = readProblem(await send(name, "identomat"));
    expect(problem).toMatchObject({ status: 503, code: "provider_unavailable", retryable: true });
  });
});

it("each is answered within the deadline when the provider hangs, also all at once", async () => {
  for (const { operation } of Object.values(facetRequests))
    stage.harness.identomat.control.addFault({ fault: { kind: "hang" }, operation });
  const begun = performance.now();
  const answers = await Promise.all(names.map((name) => send(name, "identomat")));
  expect(performance.now() - begun).toBeLessThan(deadlineMs + 5000);
  expect(answers.map((answer) => readProblem(answer).code)).toEqual(names.map(() => "provider_unavailable"));
});

describe.each(names.filter((name) => facetRequests[name].hasBody))("the body of %s", (name) => {
  it("is refused with a member that nobody knows, and no provider is asked", async () => {
    const before = asked();
    const problem = readProblem(await send(name, "identomat", { colour: "red" }));
    expect(problem).toMatchObject({ status: 400, code: "invalid_request" });
    expect(JSON.stringify(problem)).toMatch(/colour|a part that is not known/);
    expect(asked()).toBe(before);
  });
});

/** For every route what it would take, with nothing said. */
function blanks(text: string) {
  return { fullName: text, documentNumber: text, reason: text, name: text, givenName: text };
}

const jsonRoutes = [
  ["/v1/screenings", "shop"],
  ["/v1/watches", "shop"],
  ["/v1/blocklist", "shop"],
  ["/admin/v1/connections/shop-identomat/operators", "operator"],
  ["/admin/v1/connections/shop-identomat/operator-groups", "operator"],
] as const;

describe.each(jsonRoutes)("POST %s", (path, who) => {
  it.each<[string, unknown, number]>([
    ["nothing", undefined, 400],
    ["a list", [], 400],
    ["null", "null", 400],
    ["a number", "1", 400],
    ["half a document", '{"fullName":', 400],
    [
      "wrong types",
      { connection: 1, fullName: {}, sessionId: [], email: 5, name: {}, documentNumber: true },
      400,
    ],
    [
      "a name with a zero byte",
      { connection: "shop-identomat", fullName: "a\u0000b", name: "a\u0000b" },
      400,
    ],
    ["blanks alone", { connection: "shop-identomat", ...blanks("  ") }, 400],
    ["blanks of other scripts alone", { connection: "shop-identomat", ...blanks("\u3000\u00a0\u200b") }, 400],
    ["two megabytes", { fullName: "x".repeat(2_000_000) }, 413],
  ])("refuses %s", async (_name, body, status) => {
    const before = asked();
    const answer = await stage[who].request("POST", path, { body });
    expect(readProblem(answer).status).toBe(status);
    expect(asked()).toBe(before);
  });

  it("refuses another type than JSON", async () => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await stage[who].request("POST", path, { headers, body: "fullName=A" });
    expect(readProblem(answer)).toMatchObject({ status: 415, code: "unsupported_media_type" });
  });
});

describe("a list of one's own", () => {
  it.each(["watches", "blocklist"])("of %s refuses cursors and limits that it never gave", async (list) => {
    for (const query of [
      "cursor=x",
      "cursor=%27%3B--",
      "limit=0",
      "limit=1e9",
      "limit=x",
      "page=2",
      "cursor=&limit=1",
    ]) {
      const answer = await stage.shop.get(`/v1/${list}?${query}`);
      expect([query, readProblem(answer).status]).toEqual([query, 400]);
    }
  });

  it.each(["watches", "blocklist"])("of %s is whole while it is paged and changes", async (list) => {
    const bodies = [1, 2, 3, 4, 5].map((index) =>
      list === "watches"
        ? { sessionId: sessions.identomat, fullName: `Paged ${index}` }
        : { ...newEntry(), documentNumber: `P-${index}` },
    );
    const add = async (body: object) =>
      (
        await stage.shop.request<{ id: string }>("POST", `/v1/${list}`, {
          body: { connection: "shop-identomat", ...body },
        })
      ).body.id;
    const ids: string[] = [];
    for (const body of bodies.slice(0, 4)) ids.push(await add(body));
    const seen: string[] = [];
    let cursor = "";
    for (let page = 0; page < 20; page += 1) {
      const { body } = await stage.shop.get<{ items: { id: string }[]; nextCursor?: string }>(
        `/v1/${list}?limit=2${cursor}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      if (page === 0) {
        await stage.shop.request("DELETE", `/v1/${list}/${body.items[0]?.id}`);
        ids.push(await add(bodies[4] ?? {}));
      }
      if (body.nextCursor === undefined) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.filter((id) => !seen.includes(id))).toEqual([]);
  });
});

describe("a text that says nothing", () => {
  it.each([" ", "\t", "\u00a0", "\u3000\u200b", "\ufeff", "\n", "\u0000", ""])(
    "is no name, no number and no reason: %j",
    async (text) => {
      const person = { connection: "shop-identomat", fullName: text };
      const answers = [
        await stage.shop.request("POST", "/v1/screenings", { body: person }),
        await stage.shop.request("POST", "/v1/watches", {
          body: { ...person, sessionId: sessions.identomat },
        }),
        await send("blocklist entry", "identomat", { documentNumber: text }),
        await send("blocklist entry", "identomat", { reason: text }),
        await send("new operator group", "identomat", { name: text }),
        await send("new operator", "identomat", { givenName: text }),
        await stage.shop.createSession({ applicant: { id: "user-1", givenName: text } }),
      ];
      expect(answers.map((answer) => readProblem(answer).code)).toEqual(answers.map(() => "invalid_request"));
    },
  );

  it("is not one that has blanks around what it says", async () => {
    const body = { connection: "shop-identomat", fullName: " \u00a0ნინო ", limit: 1 };
    expect((await stage.shop.request("POST", "/v1/screenings", { body })).status).toBe(200);
  });
});
