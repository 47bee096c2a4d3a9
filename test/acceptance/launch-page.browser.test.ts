import type { Browser, Page } from "playwright-core";
import { decodeQR } from "qr/decode.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findSerious, launchBrowser, measureOverflow, watchPage } from "../support/browser.ts";
import { publicUrl, startLaunchStage, type LaunchStage } from "../support/launch-stage.ts";

let stage: LaunchStage;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  stage = await startLaunchStage();
  browser = await launchBrowser();
});
afterEach(() => page.context().close());
afterAll(async () => {
  await browser.close();
  await stage.harness[Symbol.asyncDispose]();
});

/** Nothing of the page needs a script: none runs here. */
async function openPage(
  path: string,
  { width = 1280, locale = "en-GB", hasScripts = false } = {},
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    locale,
    javaScriptEnabled: hasScripts,
  });
  page = await context.newPage();
  await page.goto(`${stage.harness.gateway.url}${path}`);
  return page;
}

async function takePicture(name: string): Promise<void> {
  const folder = process.env["KYC_TEST_PICTURES"];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

const heading = () => page.locator("h1").textContent();

/** Paths of a page in each of its states. */
async function listStates(): Promise<Readonly<Record<string, string>>> {
  const [open, lapsed, final] = [
    await stage.start("fresh"),
    await stage.start("fresh"),
    await stage.start("page"),
  ];
  await stage.lapse(lapsed.id);
  await stage.lapse(final.id);
  return { open: open.path, lapsed: lapsed.path, final: final.path, invalid: `/l/${"A".repeat(64)}` };
}

describe.each([390, 1280])("the page that applicants enter by, %d pixels wide", (width) => {
  it.each(["en-GB", "ka-GE"])("is easy for everybody in every state: %s", async (locale) => {
    for (const [state, path] of Object.entries(await listStates())) {
      // Axe itself is a script.
      await openPage(path, { width, locale, hasScripts: true });
      await takePicture(`launch-${state}-${locale.slice(0, 2)}-${width}`);
      const watched = { state, serious: await findSerious(page), overflow: await measureOverflow(page) };
      expect(watched).toEqual({
        state,
        serious: [],
        overflow: expect.toSatisfy((pixels: number) => pixels <= 0),
      });
      await page.context().close();
    }
    await openPage("/l/x");
  });

  it("asks nobody for anything but itself, and complains of nothing", async () => {
    const { path } = await stage.start("fresh");
    const context = await browser.newContext({ viewport: { width, height: 844 } });
    page = await context.newPage();
    const watch = watchPage(page);
    await page.goto(`${stage.harness.gateway.url}${path}`);
    await page.getByRole("link", { name: "ქართული" }).click();
    expect(await heading()).toBe("დაადასტურეთ თქვენი ვინაობა");
    expect([[...watch.hosts], watch.complaints]).toEqual([["127.0.0.1"], []]);
  });
});

describe("an applicant without scripts", () => {
  it("goes on to the provider, which is not told where from", async () => {
    const { path } = await stage.start("page");
    await openPage(path);
    const asked = page.waitForRequest((request) => request.url().includes("session_token="));
    await page.getByRole("link", { name: "Continue" }).click();
    expect((await asked).headers()["referer"]).toBeUndefined();
  });

  it("gets a fresh link for one that has lapsed, and goes on", async () => {
    const { id, path } = await stage.start("fresh");
    await stage.lapse(id);
    await openPage(path);
    expect(await heading()).toBe("This link has lapsed");
    await page.getByRole("button", { name: "Get a fresh link" }).click();
    expect(await heading()).toBe("Confirm your identity");
    expect(new URL(page.url()).pathname).toBe(path);
  });

  it("is led back by keyboard alone when there is nothing left to do", async () => {
    const { id, path } = await stage.start("page");
    await stage.lapse(id);
    await openPage(path);
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    expect(await focused.getAttribute("href")).toContain("https://shop.example/kyc");
  });
});

it("the code on a wide screen is the address of the page, and a phone shows none", async () => {
  const { path } = await stage.start("fresh");
  await openPage(path, { hasScripts: true });
  const pixels = await page.locator("svg").evaluate(async (svg) => {
    const { document, Image, XMLSerializer } = globalThis as unknown as Browsing;
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 400;
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 400, 400);
    context.drawImage(image, 40, 40, 320, 320);
    return [...context.getImageData(0, 0, 400, 400).data];
  });
  expect(decodeQR({ width: 400, height: 400, data: Uint8Array.from(pixels) })).toBe(`${publicUrl}${path}`);
  await page.context().close();
  await openPage(path, { width: 390 });
  expect(await page.locator("svg").isVisible()).toBe(false);
});

/** What of a browser the code above uses. */
interface Browsing {
  readonly Image: new () => { src: string; decode(): Promise<void> };
  readonly XMLSerializer: new () => { serializeToString(node: unknown): string };
  readonly document: {
    createElement(name: "canvas"): {
      width: number;
      height: number;
      getContext(kind: "2d"): {
        fillStyle: string;
        fillRect(x: number, y: number, width: number, height: number): void;
        drawImage(image: unknown, x: number, y: number, width: number, height: number): void;
        getImageData(
          x: number,
          y: number,
          width: number,
          height: number,
        ): { readonly data: Uint8ClampedArray };
      };
    };
  };
}
