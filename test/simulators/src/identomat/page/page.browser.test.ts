import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../../callbacks/receiver.ts";
import type { CallbackReceiver } from "../../callbacks/receiver.ts";
import { launchBrowser } from "../../../../support/browser.ts";
import { startIdentomatSimulator } from "../simulator.ts";
import type { IdentomatSimulator } from "../simulator.ts";

let browser: Browser;
let page: Page;
let shop: CallbackReceiver;
let receiver: CallbackReceiver;
let simulator: IdentomatSimulator;

beforeAll(async () => {
  browser = await launchBrowser();
  receiver = await startCallbackReceiver();
  shop = await startCallbackReceiver();
  simulator = await startIdentomatSimulator({
    companies: [
      { name: "one", companyKey: "key", callbackApiKey: "callback-key", callbackUrl: receiver.url },
    ],
  });
});

afterAll(async () => {
  await browser.close();
  await simulator.close();
  await receiver.close();
  await shop.close();
});

beforeEach(async () => {
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
});

async function begin(flags: object): Promise<string> {
  const response = await fetch(`${simulator.url}/external-api/begin/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ company_key: "key", flags }),
  });
  return (await response.json()) as string;
}

async function openPage(flags: object = { return_url: `${shop.url}?from=kyc` }): Promise<string> {
  const token = await begin(flags);
  await page.goto(simulator.launchUrl(token));
  return token;
}

async function press(name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
}

function readStatus(token: string): string | undefined {
  return simulator.control.session(token)?.status;
}

async function listResults(token: string): Promise<unknown[]> {
  await simulator.control.settleCallbacks();
  return receiver.received
    .filter(({ json }) => json["sessionId"] === token)
    .map(({ json }) => json["result"]);
}

describe("the applicant", () => {
  it("completes the verification, is approved, and returns to the site", async () => {
    const token = await openPage();
    await press("Agree and start");
    await press("Complete it and be approved");
    await page.waitForURL(`${shop.url}?from=kyc`);
    expect(await listResults(token)).toEqual(["in_progress", "approved"]);
  });

  it("is rejected for the chosen reason", async () => {
    const token = await openPage();
    await press("Agree and start");
    await page.getByLabel("Reason for the rejection").selectOption("document_expired");
    await press("Be rejected");
    await page.waitForURL(`${shop.url}**`);
    expect(simulator.control.session(token)).toMatchObject({
      status: "rejected",
      reason: "document_expired",
    });
  });

  it("declines the terms", async () => {
    const token = await openPage();
    await press("Decline the terms");
    await page.waitForURL(`${shop.url}**`);
    expect(readStatus(token)).toBe("disagreed_with_terms");
  });

  it("walks away, is told nothing was decided, and may come back", async () => {
    const token = await openPage();
    await press("Agree and start");
    await press("Walk away without finishing");
    await page.getByRole("heading", { name: "You walked away" }).waitFor();
    await page.getByRole("link", { name: "Come back" }).click();
    await page.getByRole("button", { name: "Complete it and be approved" }).waitFor();
    expect(await listResults(token)).toEqual(["in_progress"]);
  });

  it("reaches approval with the keyboard alone", async () => {
    const token = await openPage();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "How does this verification end?" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${shop.url}**`);
    expect(readStatus(token)).toBe("approved");
  });

  it("finds a session lapsed that the provider still calls in progress", async () => {
    const token = await begin({});
    simulator.control.advanceClock(15 * 60_000);
    await page.goto(simulator.launchUrl(token));
    expect(await page.getByRole("heading").textContent()).toContain("lapsed");
    expect(await page.getByRole("button").count()).toBe(0);
    simulator.control.reset();
  });

  it("reads the page in the language of the flags", async () => {
    await openPage({ language: "ka" });
    expect(await page.locator("html").getAttribute("lang")).toBe("ka");
    expect(await page.getByRole("heading").textContent()).toContain("დაადასტურეთ");
  });

  it("runs no script that a hostile return address carries", async () => {
    await openPage({ return_url: 'https://shop.example/"><script>document.title="owned"</script>' });
    expect(await page.locator("script").count()).toBe(0);
    expect(await page.locator("footer").textContent()).toContain('"><script>');
  });

  it("finds an unknown link refused", async () => {
    const response = await page.goto(simulator.launchUrl("nobody"));
    expect(response?.status()).toBe(404);
  });
});

describe("the operator", () => {
  it("decides after a manual check and overrules the decision later", async () => {
    const token = await openPage();
    await press("Agree and start");
    await press("Complete it and wait for a manual check");
    await page.waitForURL(`${shop.url}**`);
    await page.goto(simulator.launchUrl(token));
    await page.getByLabel("Comment (optional)").fill("looks right");
    await press("Approve as operator");
    await page.getByRole("heading", { name: "Identity verified" }).waitFor();
    await page.getByLabel("Reason, if rejecting").selectOption("face_mismatch");
    await press("Reject as operator");
    await page.getByRole("heading", { name: "Identity not verified" }).waitFor();
    expect(await listResults(token)).toEqual(["in_progress", "manual_check", "approved", "rejected"]);
  });
});

describe("an embedded page", () => {
  it("posts DONE to its parent when the applicant has finished", async () => {
    const token = await begin({});
    const host = createServer((_request, response) => {
      const script =
        "addEventListener('message', (event) => { document.title = event.origin + ' ' + event.data; })";
      const source = simulator.launchUrl(token);
      response.setHeader("content-type", "text/html");
      response.end(`<script>${script}</script><iframe src="${source}" width="500" height="700"></iframe>`);
    }).listen(0, "127.0.0.1");
    await once(host, "listening");
    await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/`);
    const frame = page.frameLocator("iframe");
    await frame.getByRole("button", { name: "Agree and start" }).click();
    await frame.getByRole("button", { name: "Complete it and be approved" }).click();
    await page.waitForFunction('document.title.endsWith("DONE")');
    expect(await page.title()).toBe(`${simulator.url} DONE`);
    host.closeAllConnections();
    host.close();
  });
});
