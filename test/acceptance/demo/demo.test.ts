import { once } from "node:events";
import { statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitFor } from "../../support/wait-for.ts";
import { readProduct } from "./api.ts";
import { createDataFolder, removeDataFolder } from "./data-folder.ts";
import { findBlock, paste } from "./paste.ts";
import { listProcessesOf } from "./processes.ts";
import { startDemo, type Demo } from "./run-demo.ts";

const lastLine = "Ctrl-C stops everything";
/** As it ends itself, or as npm reports a Ctrl-C. */
const quietEnds = [0, 130];

async function startReady(folder: string, variables?: Record<string, string>): Promise<Demo> {
  const demo = startDemo(folder, variables);
  await demo.waitForLine(lastLine);
  return demo;
}

async function expectNothingRuns(folder: string): Promise<void> {
  await waitFor(() => listProcessesOf(folder).length === 0, { timeoutMs: 30_000 });
}

describe("npm start", () => {
  const folder = createDataFolder();
  let demo: Demo;

  beforeAll(async () => {
    demo = await startReady(folder);
  });

  afterAll(async () => {
    await demo.interrupt();
    await expectNothingRuns(folder);
    removeDataFolder(folder);
  });

  it.each(["bash", "sh"])("prints a tour that works when it is pasted into %s", async (shell) => {
    const answers = await paste(findBlock(demo.output, "KYC="), shell);
    const [created, acted, result] = answers.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(created).toMatchObject({ status: "SESSION_CREATED", flow: "standard", applicantId: "customer-1" });
    expect(acted).toMatchObject({ status: "approved" });
    expect(result).toMatchObject({ sessionId: created?.["id"], status: "APPROVED" });
  });

  it("prints a tour of Kvary's routes that works", async () => {
    const [variables = ""] = findBlock(demo.output, "KYC=");
    const answers = await paste([variables, ...findBlock(demo.output, "JWT=")]);
    const [started, me] = answers.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(started).toMatchObject({ status: "SESSION_CREATED" });
    expect(me).toEqual({
      status: "PENDING",
      kycStatus: "SESSION_CREATED",
      verificationId: started?.["verificationId"],
    });
  });

  it("keeps its secrets from other accounts of the machine", () => {
    for (const name of ["demo.json", "master.key", "gateway.log"])
      expect([name, statSync(join(folder, name)).mode & 0o077]).toEqual([name, 0]);
  });

  it("writes no colours where nobody sees them", () => {
    expect(demo.output).not.toContain("\u001B[");
  });

  it("refuses a second demo on the same data", async () => {
    const duplicate = startDemo(folder);
    expect(await duplicate.waitForExit()).not.toBe(0);
    expect(duplicate.output).toContain("A demo runs here already");
  });

  it("stops on Ctrl-C without a complaint and without anything left", async () => {
    expect(quietEnds).toContain(await demo.interrupt());
    expect(demo.output.split("\n").at(-1)).toBe("▸ Stopping");
    await expectNothingRuns(folder);
  });

  it("begins again with the key and the data that it had, without another setup", async () => {
    const [variables] = findBlock(demo.output, "KYC=");
    const key = /KEY=(\S+)/.exec(variables ?? "")?.[1] ?? "";
    demo = await startReady(folder);
    const [again] = findBlock(demo.output, "KYC=");
    expect(again).toContain(key);
    expect(demo.output).not.toContain("Setting up");
    const { kyc } = readProduct(demo.output);
    const statuses: string[] = [];
    for await (const { status } of kyc.sessions.list()) statuses.push(status);
    expect(statuses).toEqual(["APPROVED", "APPROVED"]);
  });

  it("begins again although it was killed", async () => {
    await demo.kill();
    demo = await startReady(folder);
    const answers = await paste(findBlock(demo.output, "KYC="));
    expect(JSON.parse(answers.at(-1) ?? "")).toMatchObject({ status: "APPROVED" });
  });
});

describe("npm start, when npm alone is ended,", () => {
  const folder = createDataFolder();
  afterAll(() => removeDataFolder(folder));

  it.each(["SIGTERM", "SIGKILL", "SIGHUP"] as const)(
    "by %s leaves nothing running",
    async (signal) => {
      const demo = await startReady(folder);
      await demo.endNpm(signal);
      await expectNothingRuns(folder);
    },
    120_000,
  );
});

describe("npm start, where it cannot work", () => {
  it("says which port is taken and how to choose another", async () => {
    const folder = createDataFolder();
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const demo = startDemo(folder, { PORT: String(port) });
    expect(await demo.waitForExit()).not.toBe(0);
    expect(demo.output).toContain(`Port ${port} is taken by another program`);
    expect(demo.output).toContain(`PORT=${port + 1} npm start`);
    other.close();
    removeDataFolder(folder);
  });

  it("names what is missing for a real account, and leaves nothing running", async () => {
    const folder = createDataFolder();
    const demo = startDemo(folder, { IDENTOMAT_COMPANY_KEY: "of-a-real-account" });
    expect(await demo.waitForExit()).not.toBe(0);
    expect(demo.output).toContain("IDENTOMAT_CALLBACK_API_KEY is missing");
    expect(demo.output).not.toContain("    at ");
    await expectNothingRuns(folder);
    removeDataFolder(folder);
  });
});

describe("npm start, with a real account", () => {
  it("talks to the account's provider instead of the simulator, and says so", async () => {
    const folder = createDataFolder();
    const paths: (string | undefined)[] = [];
    const provider = createServer((request, response) => {
      paths.push(request.url);
      response.writeHead(503).end();
    }).listen(0, "127.0.0.1");
    await once(provider, "listening");
    const demo = await startReady(folder, {
      IDENTOMAT_COMPANY_KEY: "of-a-real-account",
      IDENTOMAT_CALLBACK_API_KEY: "of-its-callbacks",
      IDENTOMAT_BASE_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/external-api`,
    });
    expect(demo.output).toContain("your real account");
    const [variables = "", create = ""] = findBlock(demo.output, "KYC=");
    await paste([variables, create]);
    expect(paths).toContain("/external-api/begin/");
    expect(quietEnds).toContain(await demo.interrupt());
    await expectNothingRuns(folder);
    provider.closeAllConnections();
    provider.close();
    removeDataFolder(folder);
  });
});
