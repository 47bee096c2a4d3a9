import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiClient } from "../support/api-client.ts";
import { startEventReceiver, type EventReceiver, type ReceivedEvent } from "../support/event-receiver.ts";
import {
  findProgram,
  openExampleShell,
  type ExampleShell,
  type ShellRun,
} from "../support/examples/example-shell.ts";
import { fillIn, readExamples } from "../support/examples/read-examples.ts";
import {
  allScopes,
  describeAccount,
  describeEnvironment,
  startHarness,
  startTestGateway,
  waitUntilServing,
  type Harness,
} from "../support/gateway-harness.ts";
import { createTestDatabase, type TestDatabase } from "../support/test-database.ts";
import { waitFor } from "../support/wait-for.ts";

const root = join(import.meta.dirname, "../..");
const files = [
  "README.md",
  "contracts/http-api/README.md",
  "deploy/README.md",
  "deploy/backup/README.md",
  "deploy/kvary.md",
  "deploy/tracing.md",
  "adapters/ADAPTERS.md",
];
const examples = new Map(
  files.flatMap((file) => readExamples(root, file)).map(({ name, text }) => [name, text]),
);

/** What no test runs, and why. */
const notRun: Readonly<Record<string, string>> = {
  "README.md, KYC gateway, mermaid": "a picture",
  "README.md, KYC gateway, text":
    "a list of commands: the acceptance ring runs npm start, and npm test is what runs this",
  ...Object.fromEntries(
    ["1. Make the package", "2. Write the samples", "12. Use it"].map((chapter) => [
      `adapters/ADAPTERS.md, ${chapter}, sh`,
      "third-adapter.test.ts runs every command of the guide, with packages of its own",
    ]),
  ),
  "deploy/README.md, Running the gateway, sh":
    "needs a build and the registry: the bootstrap installs a toolchain",
  "deploy/README.md, Install, sh":
    "needs the registry, and runs until it is stopped: the acceptance ring starts the gateway",
  "deploy/README.md, Install, sh 2": "needs a bundle, and runs until it is stopped",
  "deploy/backup/README.md, Back up, sh": "backup.test.ts runs the script",
  "deploy/backup/README.md, Restore, sh": "backup.test.ts runs the script",
  "deploy/tracing.md, Traces, sh": "needs the registry, and runs until it is stopped",
  "deploy/tracing.md, Traces, js": "traces.test.ts starts a gateway with it",
};

type Run = (text: string) => Promise<void>;

const ways: Readonly<Record<string, Run>> = {
  "README.md, The main job, sh": (text) => runMainJob(text, "shop"),
  "contracts/http-api/README.md, The main job, sh": (text) => runMainJob(text, "bank"),
  "contracts/http-api/README.md, Verify an event in TypeScript, ts": (text) =>
    verifyEvents(process.execPath, {
      file: "verify.ts",
      text: `${text}
const { key, headers, body } = JSON.parse(process.argv[2] ?? "");
console.log(JSON.stringify(verifyEvent(key, headers, body)));`,
    }),
  "contracts/http-api/README.md, Verify an event in Python, python": (text) =>
    verifyEvents(findProgram("python3"), {
      file: "verify.py",
      text: `${text}
import sys
request = json.loads(sys.argv[1])
print(json.dumps(verify_event(request["key"], request["headers"], request["body"].encode())))`,
    }),
  "contracts/http-api/README.md, Receive events on localhost, sh": async () => {
    const { received } = await receiveTestEvent();
    expect(received.event.type).toBe("endpoint.test");
  },
  "contracts/http-api/README.md, Read the feed, sh": readFeed,
  "contracts/http-api/README.md, Test every outcome with the simulators, ts": playOutcomes,
  "deploy/README.md, Install, sql": grantRole,
  "deploy/README.md, Tenants, connections, flows and rules, sh": configureOneByOne,
  "deploy/README.md, Tenants, connections, flows and rules, yaml": configureAtOnce,
};

let receiver: EventReceiver;
let harness: Harness;
beforeAll(async () => {
  receiver = await startEventReceiver();
  harness = await startHarness({ env: readDemoVariables() });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

const localhost = "contracts/http-api/README.md, Receive events on localhost, sh";
const startWithVariable = /^(KYC_[A-Z_]+)=(\S+) npm start$/m;

/** What the guide has a reader set before `npm start`, for the port of the test's own receiver. */
function readDemoVariables(): Record<string, string> {
  const [, name = "", value = ""] = startWithVariable.exec(examples.get(localhost) ?? "") ?? [];
  return { [name]: fillIn(value, { "127.0.0.1:3000": receiver.host }) };
}

/** What the tour of `npm start` prints. */
async function readTour(tenant: "shop" | "bank" = "shop"): Promise<Record<"KYC" | "KEY", string>> {
  const { key } = await harness.provisioning.createKey({ tenant, name: "tour", scopes: allScopes });
  return { KYC: harness.gateway.url, KEY: key };
}

/** Pasted up to the applicant's part, and as a whole when the applicant was approved: it is the same session. */
async function runMainJob(text: string, tenant: "shop" | "bank"): Promise<void> {
  const { KYC, KEY } = await readTour(tenant);
  await using shell = await openExampleShell();
  const paste = async (lines: string): Promise<readonly Record<string, unknown>[]> => {
    const { output } = await shell.paste(lines);
    return output.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as never]));
  };
  const lines = fillIn(text, { "http://127.0.0.1:4030": KYC, "kyc_…": KEY, "ID=…": 'ID="$(answer id)"' });
  const [start = "", rest] = lines.split(/^# Open the answer's launch\.url.*$/m);
  expect(rest).toBeDefined();
  const [created] = await paste(start);
  expect(created).toMatchObject({ id: expect.any(String), launch: { url: expect.stringMatching(/^http/) } });
  const id = String(created?.["id"]);
  harness.identomat.control.act(await harness.findReference(id), { act: "approve" });
  await waitFor(async () => (await harness[tenant].readSession(id)).status === "APPROVED");
  const [again, session, result, applicant] = await paste(lines);
  expect([again, session]).toMatchObject([{ id }, { id, status: "APPROVED" }]);
  expect(result).toMatchObject({ status: "APPROVED", checks: expect.any(Array) });
  expect(applicant).toMatchObject({ id: "customer-1", latestSession: { id, status: "APPROVED" } });
}

interface TestEvent {
  readonly key: string;
  readonly received: ReceivedEvent;
}

let testEvent: Promise<TestEvent> | undefined;

/** Has an event posted as the guide says, once: an endpoint's URL can be given only once. */
const receiveTestEvent = (): Promise<TestEvent> =>
  (testEvent ??= createTestEvent(examples.get(localhost) ?? ""));

async function createTestEvent(text: string): Promise<TestEvent> {
  const values = { "127.0.0.1:3000": receiver.host, "ENDPOINT=…": 'ENDPOINT="$(answer endpoint.id)"' };
  const lines = fillIn(text.replace(startWithVariable, ""), values);
  await using shell = await openExampleShell(await readTour());
  const { output } = await shell.paste(lines);
  const received = await waitFor(() => receiver.received[0]);
  return { key: /whsec_[\w+/=]+/.exec(output)?.[0] ?? "", received };
}

/** A program takes an event that the gateway really posted, and refuses another body and another key. */
async function verifyEvents(
  program: string,
  recipe: { readonly file: string; readonly text: string },
): Promise<void> {
  const { key, received } = await receiveTestEvent();
  const { headers, text: body, event } = received;
  await using shell = await openExampleShell();
  const path = await shell.write(recipe.file, recipe.text);
  const verify = (request: object): Promise<ShellRun> =>
    shell.run(program, [path, JSON.stringify({ key, headers, body, ...request })]);
  const taken = await verify({});
  expect([taken.code, taken.errors]).toEqual([0, ""]);
  expect(JSON.parse(taken.output)).toEqual(event);
  for (const other of [{ body: `${body} ` }, { key: `whsec_${Buffer.alloc(32, 1).toString("base64")}` }])
    expect(await verify(other)).toMatchObject({
      code: 1,
      errors: expect.stringContaining("not signed with"),
    });
}

async function readFeed(text: string): Promise<void> {
  const { id } = (await harness.shop.createSession()).body;
  await using shell = await openExampleShell(await readTour());
  const [page = "", ...stream] = (await shell.paste(text)).output.split("\n");
  expect(JSON.parse(page)).toMatchObject({ items: expect.any(Array), nextCursor: expect.any(String) });
  expect(page).toContain(id);
  expect(stream.some((line) => line.startsWith("data: {"))).toBe(true);
}

/** Each act leads to the status that the recipe says, or the recipe's program fails. */
async function playOutcomes(text: string): Promise<void> {
  await using shell = await openExampleShell({ ...(await readTour()), SIM: harness.identomat.url });
  const { code, output, errors } = await shell.run(process.execPath, [
    await shell.write("outcomes.ts", text),
  ]);
  expect([code, errors]).toEqual([0, ""]);
  const lines = output.trim().split("\n");
  expect(lines).toContain("decline_terms → REJECTED terms_declined");
  expect(lines).toHaveLength((text.match(/^ {2}\["/gm) ?? []).length + 1);
  expect(lines.at(-1)).toBe("begin fails → provider_outcome_unknown true");
}

/** With roles of the test's own: the guide's are there already, and other tests need them. */
async function grantRole(text: string): Promise<void> {
  await using database = await createTestDatabase();
  const client = await database.pool.connect();
  try {
    await client.query("begin");
    await client.query("create role kyc_example_user");
    await client.query(fillIn(text, { kyc_tenant: "kyc_example", "<user>": "kyc_example_user" }));
    const { rows } = await client.query(
      "select pg_has_role('kyc_example_user', 'kyc_example', 'member') as may",
    );
    expect(rows).toEqual([{ may: true }]);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

/** A shell of an operator whose gateway has its tables and nothing in them. */
function openOperatorShell({ url }: TestDatabase, env: Record<string, string> = {}): Promise<ExampleShell> {
  const own = { KYC_ADAPTERS_FROM: join(root, "test"), ...env };
  return openExampleShell(describeEnvironment({ databaseUrl: url, env: own }));
}

/** The key that the last command prints starts a session at the connection that the others made. */
async function configureOneByOne(text: string): Promise<void> {
  await using database = await createTestDatabase();
  await using shell = await openOperatorShell(database);
  await shell.write("settings.json", JSON.stringify(describeAccount("shop", harness.identomat)));
  const { output } = await shell.paste(text);
  const gateway = await startTestGateway({ databaseUrl: database.url });
  const client = createApiClient(gateway.url, output.trim().split("\n").at(-1));
  try {
    await waitUntilServing(client);
    expect(await client.createSession()).toMatchObject({ status: 201 });
  } finally {
    await client.close();
    await gateway.stop();
  }
}

async function configureAtOnce(text: string): Promise<void> {
  await using database = await createTestDatabase();
  const secrets = Object.fromEntries(
    [...text.matchAll(/\$env: ([A-Z_]+)/g)].map(([, name = ""]) => [
      name,
      name.padEnd(32, "-").toLowerCase(),
    ]),
  );
  await using shell = await openOperatorShell(database, secrets);
  await shell.write("gateway.yaml", text);
  await shell.write("secrets/next-callback-key", "b".repeat(32));
  const [, command = ""] = /^# (kyc-gateway apply .* --dry-run)$/m.exec(text) ?? [];
  const apply = async (line: string): Promise<string | undefined> =>
    (await shell.paste(line)).output.trim().split("\n").at(-1);
  expect(await apply(command)).toMatch(/^\d+ changes, none of them made\.$/);
  expect(await apply(command.replace(" --dry-run", ""))).toMatch(/^\d+ changes made\.$/);
  expect(await apply(command)).toBe("There is nothing to change.");
  await shell.paste("kyc-gateway export > exported.yaml");
  expect(await apply("kyc-gateway apply -f exported.yaml --dry-run")).toBe("There is nothing to change.");
}

describe("the examples of the documents", () => {
  it("are all run here, or named with the reason why not", () => {
    expect([...examples.keys()].sort()).toEqual([...Object.keys(ways), ...Object.keys(notRun)].sort());
  });

  it.each(Object.entries(ways))(
    "work as they are written: %s",
    async (name, run) => {
      const text = examples.get(name);
      if (text === undefined) throw new Error(`There is no example "${name}" in the documents any more.`);
      await run(text);
    },
    120_000,
  );
});
