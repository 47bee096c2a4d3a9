import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../../callbacks/receiver.ts";
import type { CallbackReceiver } from "../../callbacks/receiver.ts";
import { launchBrowser } from "../../../../support/browser.ts";
import { startOndatoSimulator } from "../simulator.ts";
import type { OndatoSimulator } from "../simulator.ts";

let browser: Browser;
let page: Page;
let shop: CallbackReceiver;
let simulator: OndatoSimulator;
let token: string;

beforeAll(async () => {
  browser = await launchBrowser();
  shop = await startCallbackReceiver();
  simulator = await startOndatoSimulator();
  const form = {
    grant_type: "client_credentials",
    client_id: "simulated-client",
    client_secret: "simulated-client-secret",
  };
  const response = await fetch(`${simulator.url}/connect/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  token = ((await response.json()) as { access_token: string }).access_token;
});

afterAll(async () => {
  await browser.close();
  await simulator.close();
  await shop.close();
});

beforeEach(async () => {
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
});

async function send(method: string, path: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  return fetch(`${simulator.url}/v1/identity-verifications${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
}

async function openPage(): Promise<string> {
  const created = await send("POST", "", { setupId: "3fa85f64-5717-4562-b3fc-2c963f66afa6" });
  const { id } = (await created.json()) as { id: string };
  await send("PUT", `/${id}/setup-localisations`, {
    defaultLanguage: "es",
    localisationSettings: [
      {
        language: "es",
        successRedirectUrl: `${shop.url}?success`,
        failureRedirectUrl: `${shop.url}?failure`,
        consentDeclinedRedirectUrl: `${shop.url}?declined`,
      },
    ],
  });
  await page.goto(simulator.launchUrl(id));
  return id;
}

async function press(name: string): Promise<void> {
  await page.getByRole("button", { name }).click();
}

describe("the applicant", () => {
  it("completes the verification, is approved, and is sent to the place of success", async () => {
    const id = await openPage();
    expect(await page.locator("html").getAttribute("lang")).toBe("es");
    await press("Aceptar y comenzar");
    await press("Complete it and be approved");
    await page.waitForURL(`${shop.url}?success`);
    expect(simulator.control.session(id)).toMatchObject({ status: "Completed", verdict: "Approved" });
  });

  it("is rejected for the chosen reason and sent to the place of failure", async () => {
    const id = await openPage();
    await press("Aceptar y comenzar");
    await page.getByLabel("Reason for the rejection").selectOption("DocumentIsExpired");
    await press("Be rejected");
    await page.waitForURL(`${shop.url}?failure`);
    expect(simulator.control.session(id)).toMatchObject({ verdict: "Rejected", reason: "DocumentIsExpired" });
  });

  it("declines consent and is sent where that leads", async () => {
    const id = await openPage();
    await press("Rechazar las condiciones");
    await page.waitForURL(`${shop.url}?declined`);
    expect(simulator.control.session(id)).toMatchObject({ status: "Aborted", verdict: null });
  });

  it("walks away by closing the page, which changes nothing until the time runs out", async () => {
    const id = await openPage();
    await press("Aceptar y comenzar");
    await page.getByRole("heading", { name: "How does this verification end?" }).waitFor();
    await page.goto("about:blank");
    expect(simulator.control.session(id)?.status).toBe("InProgress");
    simulator.control.advanceClock(2 * 3_600_000);
    await page.goto(simulator.launchUrl(id));
    expect(await page.getByRole("heading").textContent()).toContain("caducado");
    // The token of these tests expired with the clock.
    simulator.control.reset();
    const form = { grant_type: "client_credentials", client_id: "simulated-client" };
    const body = new URLSearchParams({ ...form, client_secret: "simulated-client-secret" });
    const response = await fetch(`${simulator.url}/connect/token`, { method: "POST", body });
    token = ((await response.json()) as { access_token: string }).access_token;
  });

  it("suspends the verification and goes on later", async () => {
    const id = await openPage();
    await press("Aceptar y comenzar");
    await press("Continue later");
    await page.getByRole("heading", { name: "You chose to continue later" }).waitFor();
    await press("Go on now");
    await press("Abort the verification");
    await page.waitForURL(`${shop.url}?failure`);
    expect(simulator.control.session(id)?.status).toBe("Aborted");
  });
});

describe("the operator", () => {
  it("decides a pending review and overrules an automatic verdict", async () => {
    const id = await openPage();
    await press("Aceptar y comenzar");
    await press("Complete it and wait for a manual check");
    await page.waitForURL(`${shop.url}?success`);
    await page.goto(simulator.launchUrl(id));
    await press("Approve as operator");
    await page.getByRole("heading", { name: "Identidad verificada" }).waitFor();
    await page.getByLabel("Reason, if rejecting").selectOption("PossibleFraudAttempt");
    await press("Reject as operator");
    await page.getByRole("heading", { name: "Identidad no verificada" }).waitFor();
    expect(simulator.control.session(id)).toMatchObject({
      verdict: "Rejected",
      reason: "PossibleFraudAttempt",
    });
  });
});
