import { problemCodes } from "@kyc-gateway/http-api";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  findSerious,
  launchBrowser,
  measureOverflow,
  watchPage,
  type PageWatch,
} from "../support/browser.ts";
import { startHarness, type Harness } from "../support/gateway-harness.ts";

/** No secure context: neither https nor localhost. */
const host = "gateway.test";

let harness: Harness;
let browser: Browser;
let page: Page;
let address: string;
let watch: PageWatch;

beforeAll(async () => {
  harness = await startHarness();
  address = `http://${host}:${new URL(harness.gateway.url).port}`;
  browser = await launchBrowser(`--host-resolver-rules=MAP ${host} 127.0.0.1`);
});

afterAll(async () => {
  await browser.close();
  await harness[Symbol.asyncDispose]();
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  watch = watchPage(page);
});

afterEach(async () => {
  await page.close();
});

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
    expect([...watch.hosts]).toEqual([host]);
    expect(watch.complaints).toEqual([]);
    expect(await measureOverflow(page)).toBeLessThanOrEqual(0);
  });

  it("keeps nobody out: axe finds nothing serious", async () => {
    expect(await findSerious(page)).toEqual([]);
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
    expect(await measureOverflow(page)).toBe(0);
    expect(await findSerious(page)).toEqual([]);
    expect(watch.complaints).toEqual([]);
  });
});
