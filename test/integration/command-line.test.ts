import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";
import { runCommand } from "../support/run-command.ts";
import { waitFor } from "../support/wait-for.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const run = (...args: string[]) => runCommand(harness, args);

const countLiveKeys = async (): Promise<number> =>
  (await harness.provisioning.listKeys("shop")).filter(({ revokedAt, expiresAt }) => !revokedAt && !expiresAt)
    .length;

describe("kyc-gateway audit", () => {
  it("tells the reasons that were given", async () => {
    const { shop, identomat } = harness;
    const { body } = await shop.createSession();
    identomat.control.act(await harness.findReference(body.id), { act: "approve" });
    await waitFor(async () => (await shop.readSession(body.id)).status === "APPROVED");
    const answer = await shop.request("GET", `/v1/sessions/${body.id}/result`, {
      headers: { "x-access-reason": "ticket-77" },
    });
    expect(answer.status).toBe(200);
    const { code, output } = await run("audit", "list", "--tenant", "shop", "--limit", "1");
    expect({ code, line: output.split("\n").at(-1) }).toEqual({
      code: 0,
      line: expect.stringMatching(new RegExp(`result\\.read +session ${body.id} .* ticket-77$`)),
    });
  });
});

describe("kyc-gateway endpoint", () => {
  it("adds an endpoint, shows its key once, and lists, disables and enables it", async () => {
    const url = "https://events.example/kyc";
    const added = await run("endpoint", "add", "shop", url);
    expect(added).toEqual({ code: 0, output: expect.stringMatching(/whsec_[A-Za-z0-9+/=]+/) });
    const id = /endpoint ([0-9a-f-]{36});/.exec(added.output)?.[1] ?? "";
    expect((await run("endpoint", "list", "shop")).output).toMatch(new RegExp(`${id} .*${url}`));
    expect((await run("endpoint", "disable", "shop", id)).code).toBe(0);
    expect((await run("endpoint", "enable", "shop", id)).code).toBe(0);
    expect(await run("endpoint", "add", "shop", url)).toEqual({
      code: 2,
      output: expect.stringContaining("The tenant has an endpoint with this URL."),
    });
  });
});

describe("kyc-gateway refuses in one line, before anything is done,", () => {
  it.each([
    ["a name where an id is wanted", ["api-key", "revoke", "default"], /'default' is invalid.*Give an id/],
    ["a name to rotate", ["api-key", "rotate", "default"], /Give an id/],
    ["a name of an endpoint", ["endpoint", "disable", "shop", "default"], /Give an id/],
    ["a rotation of nothing", ["encryption-key", "rotate"], /say what to rotate/],
    [
      "a rotation of one and of all",
      ["encryption-key", "rotate", "--all", "--tenant", "shop"],
      /cannot be used with/,
    ],
    ["no reason", ["applicant", "export", "shop", "user-1", "--reason", " "], /Say why/],
    [
      "a reason that would be cut",
      ["connection", "hold", "shop-identomat", "--reason", "x".repeat(201)],
      /Say why/,
    ],
    ["a key for nothing", ["api-key", "add", "shop", "--name", " "], /Say what the key is for/],
  ])("%s", async (_name, args, message) => {
    const before = await countLiveKeys();
    const { code, output } = await run(...args);
    expect(code).not.toBe(0);
    expect(output).toMatch(message);
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(await countLiveKeys()).toBe(before);
  });

  it("an overlap that is empty, such as a variable that is not set", async () => {
    const [key] = await harness.provisioning.listKeys("shop");
    const { code, output } = await run("api-key", "rotate", key?.id ?? "", "--overlap", "");
    expect(code).not.toBe(0);
    expect(output).toMatch(/Give a number from 0 to 720/);
    expect((await harness.provisioning.listKeys("shop"))[0]?.expiresAt).toBeNull();
  });
});
