import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { launchBrowser } from "../../support/browser.ts";
import { waitFor } from "../../support/wait-for.ts";
import { readProduct, type Product } from "./api.ts";
import { createDataFolder, removeDataFolder } from "./data-folder.ts";
import { startDemo, type Demo } from "./run-demo.ts";

const folder = createDataFolder();
let demo: Demo;
let product: Product;
let browser: Browser;
let page: Page;
/** What a browser's console would show in red, and what was asked of whom. */
let complaints: string[];
let hosts: Set<string>;

beforeAll(async () => {
  demo = startDemo(folder);
  browser = await launchBrowser();
  await demo.waitForLine("Ctrl-C stops everything");
  product = readProduct(demo.output);
});

afterAll(async () => {
  await browser.close();
  await demo.interrupt();
  removeDataFolder(folder);
});

beforeEach(async () => {
  [complaints, hosts] = [[], new Set()];
  page = await browser.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:") hosts.add(host);
  });
});

afterEach(async () => {
  await page.close();
});

async function press(name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

/** No call of the product makes it so: the provider's webhook does. */
async function waitForStatus(id: string, status: string): Promise<void> {
  await waitFor(async () => (await product.kyc.sessions.get(id)).status === status, {
    timeoutMs: 15_000,
  });
}

describe.each(["standard", "standard-ondato"])("the applicant of the flow %s", (flow) => {
  it("is approved, returns to the product, and is known to it", async () => {
    const { id, launchUrl } = await product.start(flow, `${product.address}/docs`);
    await page.goto(launchUrl);
    await press("Agree and start");
    await waitForStatus(id, "IN_PROGRESS");
    await press("Complete it and be approved");
    await page.waitForURL(`${product.address}/docs**`);
    await waitForStatus(id, "APPROVED");
    expect(await product.kyc.sessions.result(id)).toMatchObject({
      sessionId: id,
      status: "APPROVED",
      claims: { person: { dateOfBirth: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) } },
    });
    expect(complaints).toEqual([]);
  });

  it("is rejected, and the product learns why", async () => {
    const { id, launchUrl } = await product.start(flow);
    await page.goto(launchUrl);
    await press("Agree and start");
    await page.getByLabel("Reason for the rejection").selectOption({ index: 0 });
    await press("Be rejected");
    await waitForStatus(id, "REJECTED");
    const { reasons } = await product.kyc.sessions.result(id);
    expect(reasons).toEqual([{ code: expect.any(String), raw: expect.any(String) }]);
  });

  it("declines the terms, and nobody calls that an approval", async () => {
    const { id, launchUrl } = await product.start(flow);
    await page.goto(launchUrl);
    await press("Decline the terms");
    await waitFor(async () => {
      const { reasons } = await product.kyc.sessions.get(id);
      return JSON.stringify(reasons).includes('"terms_declined"');
    });
    expect(["REJECTED", "EXPIRED"]).toContain((await product.kyc.sessions.get(id)).status);
  });
});

describe("the console", () => {
  it("is where npm start says, opens with the key that it prints, and shows the sessions of the demo", async () => {
    const { id } = await product.start("standard");
    const [, link = "", key = ""] = /(http\S+\/console) {2}\(sign in with (\S+)\)/.exec(demo.output) ?? [];
    await page.goto(link);
    await page.getByLabel("Operator key").fill(key);
    await press("Sign in");
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await page.getByRole("link", { name: "Sessions" }).click();
    await page.locator(`a[href$="${id}"]`).waitFor();
    expect([...hosts]).toEqual([new URL(product.address).host]);
  });
});

describe("the reference at /docs", () => {
  it("renders the API, asks no other host for anything, and complains of nothing", async () => {
    await page.goto(`${product.address}/docs`);
    await page.getByText("Start a verification").first().waitFor({ state: "attached" });
    expect([...hosts]).toEqual([new URL(product.address).host]);
    expect(complaints).toEqual([]);
  });
});
