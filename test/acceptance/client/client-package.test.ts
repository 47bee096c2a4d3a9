import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Session } from "@kyc-gateway/client";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readExamples } from "../../support/examples/read-examples.ts";
import { startHarness, type Harness } from "../../support/gateway-harness.ts";
import { checkout, clientPackages, createOutOfTree, run, type OutOfTree } from "../../support/out-of-tree.ts";
import { waitFor } from "../../support/wait-for.ts";

let harness: Harness;
let place: OutOfTree;
let folder: string;

// A product of somebody else: outside of the checkout, with the client as it would be published.
beforeAll(async () => {
  [harness, place] = await Promise.all([startHarness(), createOutOfTree(clientPackages)]);
  folder = join(place.folder, "product");
  await mkdir(folder);
  const manifest = {
    type: "module",
    private: true,
    dependencies: { "@kyc-gateway/client": "0.1.0" },
    devDependencies: { "@types/node": "24.19.2", typescript: "7.0.2" },
  };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  await place.install(folder);
}, 120_000);

afterAll(async () => {
  await rm(place.folder, { recursive: true });
  await harness[Symbol.asyncDispose]();
});

const blocks = readExamples(checkout, "contracts/client/README.md");
const readExample = (index: number): string => blocks[index]?.text ?? "";

/** Runs an example to its end; the applicant is approved as soon as there is a session. */
async function runExample(program: string, file: string): Promise<string> {
  const env = { PATH: process.env["PATH"], GATEWAY: harness.gateway.url, API_KEY: harness.key };
  const child = spawn(program, [file], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  await waitFor(async () => (await findOpenSession()) !== undefined || child.exitCode !== null, {
    timeoutMs: 20_000,
  });
  const session = await findOpenSession();
  if (session !== undefined)
    harness.identomat.control.act(await harness.findReference(session.id), { act: "approve" });
  const [code] = (await ended) as [number];
  const [output, errors] = await printed;
  expect([code, errors]).toEqual([0, ""]);
  return output;
}

async function findOpenSession(): Promise<Session | undefined> {
  const { body } = await harness.shop.get<{ items: Session[] }>("/v1/sessions?status=SESSION_CREATED");
  return body.items.at(0);
}

/** `pnpm bun-check` says where Bun is. */
const { KYC_BUN: bun } = process.env;
const runtimes: readonly [name: string, program: string][] = [
  ["Node.js", process.execPath],
  ...(bun === undefined ? [] : [["Bun", bun] satisfies [string, string]]),
];

describe("the client, installed from its package", () => {
  it("has an example of fifteen lines that compiles against the published types, all of them", async () => {
    expect(readExample(0).trim().split("\n")).toHaveLength(15);
    await writeFile(join(folder, "example.ts"), readExample(0));
    const options = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit"];
    const target = ["--target", "es2024", "--lib", "es2024", "--module", "nodenext", "--types", "node"];
    const tsc = join(folder, "node_modules/.bin/tsc");
    await run(folder, tsc, ...options, ...target, "--skipLibCheck", "false", "example.ts");
  }, 60_000);

  it("does not compile against what the types forbid", async () => {
    const lines = [
      'import { createKycClient, isProblem } from "@kyc-gateway/client";',
      'const kyc = createKycClient({ baseUrl: "https://kyc.example" });',
      'await kyc.sessions.create({ flow: "standard" });',
      'const { status } = await kyc.sessions.get("id");',
      'export const wrong: "DONE" = status;',
      'kyc.events.follow({ types: ["session.finished"] });',
      "export const isKnown = isProblem(new Error(), 404);",
    ];
    await writeFile(join(folder, "wrong.ts"), lines.join("\n"));
    const target = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
    const compilation = run(folder, join(folder, "node_modules/.bin/tsc"), ...target, "wrong.ts");
    const { message } = await compilation.then(
      () => new Error("it compiled"),
      (error: Error) => error,
    );
    const places = [...message.matchAll(/wrong\.ts\((\d+),\d+\): error/g)].map(([, line]) => Number(line));
    expect([...new Set(places)]).toEqual([3, 5, 6, 7]);
  }, 60_000);

  it.each(runtimes)(
    "does the main job as its example says: %s",
    async (_name, runtime) => {
      await writeFile(join(folder, "example.ts"), readExample(0));
      const output = await runExample(runtime, "example.ts");
      expect(output).toMatch(/^Open in the applicant's browser: http\S+\nAPPROVED \S+ \S+\n$/);
    },
    60_000,
  );

  it("holds what is needed and nothing else", async () => {
    const installed = join(folder, "node_modules/@kyc-gateway/client");
    const manifest = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
      exports: object;
    };
    expect(manifest.dependencies).toEqual({
      "openapi-fetch": expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
    expect(JSON.stringify(manifest.exports)).not.toContain("source");
    const found = spawnSync("find", [".", "-name", "*.test.*"], { cwd: installed, encoding: "utf8" });
    expect(found.stdout).toBe("");
  });
});

describe("the example in Python", () => {
  const file = join(checkout, "contracts/client/examples/kyc_gateway.py");

  it("does the main job", async () => {
    const output = await runExample("python3", file);
    expect(output).toMatch(/^Open in the applicant's browser: http\S+\nAPPROVED \S+ \S+\n$/);
  }, 60_000);

  it("proves events, and refuses what is not signed", async () => {
    const key = `whsec_${Buffer.alloc(32, 3).toString("base64")}`;
    const body = '{"id":"event-1","note":"ö"}';
    const verify = (at: Date, sent: string) => {
      const headers = {
        "webhook-id": "event-1",
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": `v1,AAAA ${new Webhook(key).sign("event-1", at, body)}`,
      };
      const program = `import json, sys; sys.path.insert(0, sys.argv[1]); import kyc_gateway as kyc
request = json.loads(sys.argv[2]); print(kyc.verify_event(request["key"], request["headers"], request["body"].encode())["id"])`;
      const request = JSON.stringify({ key, headers, body: sent });
      const env = { PATH: process.env["PATH"], PYTHONDONTWRITEBYTECODE: "1" };
      const args = ["-c", program, join(file, ".."), request];
      return spawnSync("python3", args, { encoding: "utf8", env });
    };
    expect(verify(new Date(), body)).toMatchObject({ status: 0, stdout: "event-1\n" });
    expect(verify(new Date(), `${body} `).stderr).toContain("not signed with this key");
    expect(verify(new Date(Date.now() - 400_000), body).stderr).toContain("too old");
  });

  it("tells a refusal by its code", async () => {
    const env = { PATH: process.env["PATH"], GATEWAY: harness.gateway.url, API_KEY: "kyc_wrong" };
    const child = spawn("python3", [file], { env });
    const [errors, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
    expect([code, errors]).toEqual([1, expect.stringContaining("(unauthenticated)")]);
  });
});
