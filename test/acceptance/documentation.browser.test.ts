import { problemCodes } from "@kyc-gateway/http-api";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

/** No secure context: neither https nor localhost. */
const host = "gateway.test";

let harness: Harness;
let browser: Browser;
let page: Page;
let address: string;
/** What a browser's console would show in red, and what was asked of whom. */
let complaints: string[];
let hosts: Set<string>;

beforeAll(async () => {
  harness = await startHarness();
  address = `http://${host}:${new URL(harness.gateway.url).port}`;
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", `--host-resolver-rules=MAP ${host} 127.0.0.1`],
  });
});

afterAll(async () => {
  await browser.close();
  await harness[Symbol.asyncDispose]();
});

beforeEach(async () => {
  [complaints, hosts] = [[], new Set()];
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  page.on("console", (message) => {
    const isOfIcon = message.location().url.endsWith("/favicon.ico");
    if (["error", "warning"].includes(message.type()) && !isOfIcon) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http")) hosts.add(url.hostname);
  });
});

afterEach(async () => {
  await page.close();
});

/** What axe finds that keeps somebody from using the page. */
async function findSerious(): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await checker.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

function measureOverflow(): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

async function takePicture(name: string): Promise<void> {
  const folder = process.env["KYC_TEST_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

describe.each([390, 1280])("the API reference over plain HTTP, %d pixels wide", (width) => {
  beforeEach(async () => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${address}/docs`);
    await page.getByText("Start a verification").first().waitFor({ state: "attached" });
  });

  it("shows an operation, asks no other host for anything, and complains of nothing", async () => {
    await takePicture(`docs-${width}`);
    expect([...hosts]).toEqual([host]);
    expect(complaints).toEqual([]);
    expect(await measureOverflow()).toBeLessThanOrEqual(0);
  });

  it("keeps nobody out: axe finds nothing serious", async () => {
    expect(await findSerious()).toEqual([]);
  });
});

describe.each([390, 1280])("the page of problems, %d pixels wide", (width) => {
  beforeEach(async () => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${address}/docs/problems#session_not_found`);
  });

  it("says of every code what happened, what to do, and whether to repeat the request", async () => {
    await takePicture(`problems-${width}`);
    const told = await page.locator("article").evaluateAll((articles) =>
      articles.map((article) => ({
        id: article.id,
        terms: [...article.querySelectorAll("dt")].map((term) => term.textContent),
        isEmpty: [...article.querySelectorAll("dd")].some((text) => (text.textContent ?? "").length < 20),
      })),
    );
    expect(told).toEqual(
      problemCodes.map((id) => ({
        id,
        terms: ["What happened", "What to do", "Repeat it?"],
        isEmpty: false,
      })),
    );
  });

  it("does not scroll sideways, and axe finds nothing serious", async () => {
    expect(await measureOverflow()).toBe(0);
    expect(await findSerious()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
