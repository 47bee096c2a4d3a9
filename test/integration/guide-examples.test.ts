import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startEventReceiver, type EventReceiver } from "../support/event-receiver.ts";
import { describeEnvironment, startHarness, type Harness } from "../support/gateway-harness.ts";
import { readExample, runExample } from "../support/run-example.ts";
import { waitFor } from "../support/wait-for.ts";

let receiver: EventReceiver;
let harness: Harness;
beforeAll(async () => {
  receiver = await startEventReceiver();
  harness = await startHarness({ env: { KYC_EVENT_HOSTS_ALLOWED: receiver.host } });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const product = () => ({ KYC: harness.gateway.url, KEY: harness.key });

describe("the main job", () => {
  it.each(["README.md", "contracts/http-api/README.md"])("works as %s shows it", async (document) => {
    const [start = "", read = "", ...rest] = readExample(document, "The main job");
    expect(rest).toEqual([]);
    // Two documents, one gateway: the same key would be the same session.
    const create = start.replace("order-4711", `order-of-${document}`);
    const { id } = JSON.parse(await runExample(create, { env: product() })) as { id: string };
    harness.identomat.control.act(await harness.findReference(id), { act: "approve" });
    await waitFor(async () => (await harness.shop.readSession(id)).status === "APPROVED");
    const answers = await runExample(read, { env: { ...product(), ID: id } });
    expect(answers.match(/"status":"APPROVED"/g)?.length).toBeGreaterThanOrEqual(3);
    expect(answers).toContain('"claims"');
  });
});

describe("the guide of the API", () => {
  const guide = "contracts/http-api/README.md";

  it("shows how events come to localhost", async () => {
    const [part = "", test = ""] = readExample(guide, "Receive events on localhost");
    const create = part.replace(/^KYC_EVENT_HOSTS_ALLOWED=.*$/m, "").replace("127.0.0.1:3000", receiver.host);
    const { endpoint } = JSON.parse(await runExample(create, { env: product() })) as {
      endpoint: { id: string };
    };
    await runExample(test, { env: { ...product(), ENDPOINT: endpoint.id } });
    expect(receiver.at("/kyc-events").map(({ event }) => event.type)).toContain("endpoint.test");
  });

  it("shows how the feed is read", async () => {
    await harness.shop.createSession();
    const [part = ""] = readExample(guide, "Read the feed");
    const [poll = "", stream = ""] = part.split(/\n(?=curl -N)/);
    expect(await runExample(poll, { env: product() })).toContain('"type":"session.created"');
    // A stream has no end: the reader lets go of it after the first event.
    const events = await runExample(`(${stream.trim().split("#")[0]} || true) | head -n 4`, {
      env: product(),
    });
    expect(events).toContain("event: session.created");
  });
});

describe("the guide for operators", () => {
  it("shows how a product comes to use a provider", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "kyc-guide-"));
    try {
      const settings = { companyKey: "k".repeat(32), callbackApiKeys: ["c".repeat(32)] };
      writeFileSync(join(cwd, "settings.json"), JSON.stringify(settings));
      const [part = "", ...rest] = readExample("deploy/README.md", "Tenants, connections, flows and rules");
      expect(rest).toEqual([]);
      const env = describeEnvironment({
        databaseUrl: harness.database.url,
        env: { KYC_ADAPTERS_FROM: join(import.meta.dirname, "..") },
      });
      expect(await runExample(part, { env, cwd })).toMatch(/kyc_[\w-]{43}_[0-9a-f]{8}/);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
    // Four processes one after the other.
  }, 120_000);
});
