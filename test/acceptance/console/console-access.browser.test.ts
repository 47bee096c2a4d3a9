import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { scopes } from "../../../gateway/src/features/configuration/configuration-snapshot.ts";
import { createApiClient, type ApiClient } from "../../support/api-client.ts";
import { findSerious, measureOverflow } from "../../support/browser.ts";
import { enterKey, startConsoleStage, type ConsoleStage } from "../../support/console/console-stage.ts";
import { waitUntilServing } from "../../support/gateway-harness.ts";
import { waitFor } from "../../support/wait-for.ts";

/** An identity provider that nobody reaches: its port is not one to connect to. */
const awayIssuer = {
  KYC_CONSOLE_URL: "http://127.0.0.1:4030",
  KYC_CONSOLE_OIDC_ISSUER: "http://127.0.0.1:9",
  KYC_CONSOLE_OIDC_CLIENT_ID: "kyc-console",
  KYC_CONSOLE_OIDC_CLIENT_SECRET: "client-secret-of-the-test",
  KYC_CONSOLE_OIDC_ROLES: "kyc-admins=administrator",
};

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await startConsoleStage({ env: awayIssuer });
});
afterEach(() => stage.closePages());
afterAll(() => stage[Symbol.asyncDispose]());

describe("signing in", () => {
  it("refuses a key that is none in words, and lets one in that is", async () => {
    const { page, watch, open } = await stage.newPage();
    await open("/providers");
    await enterKey(page, "kop_nothing");
    await page.getByText("This key opens nothing").waitFor();
    expect(await findSerious(page)).toEqual([]);
    await enterKey(page, stage.keys.viewer);
    await page.getByRole("heading", { level: 1, name: "Providers" }).waitFor();
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
    expect(await page.evaluate("JSON.stringify(localStorage) + document.cookie")).not.toContain("kop_");
    expect([...watch.hosts]).toEqual(["127.0.0.1"]);
  });

  it("offers the organisation's sign-in, says why it let nobody in, and keys go on to work", async () => {
    const { page, open } = await stage.newPage();
    for (const [reason, text] of [
      ["no-role", "gives you no role here"],
      ["expired", "The sign-in took too long"],
      ["unavailable", "sign-in cannot be reached"],
      ["failed", "The sign-in with your organisation failed"],
    ] as const) {
      await open(`/?sign-in=${reason}`);
      await page.getByText(text).waitFor();
    }
    await open("/");
    await page.getByRole("link", { name: "Sign in with your organisation" }).click();
    await page.waitForURL((url) => url.search === "?sign-in=unavailable");
    await page.getByText("sign-in cannot be reached").waitFor();
    expect(await findSerious(page)).toEqual([]);
    await enterKey(page, stage.keys.viewer);
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  });

  it("ends with the sign-out: the way back shows nothing", async () => {
    const { page, open } = await stage.signIn("viewer");
    await open("/");
    await open("/providers");
    await page.getByText("shop-identomat").first().waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Operator key").waitFor();
    await page.goBack();
    await page.getByLabel("Operator key").waitFor();
    expect(await page.getByText("shop-identomat").count()).toBe(0);
  });
});

describe("a provider", () => {
  it("is held with a reason and released by an administrator", async () => {
    // What it holds is free again whatever becomes of it: others play sessions at this provider.
    onTestFinished(async () => {
      await stage.admin.request("POST", "/admin/v1/connections/shop-identomat/release");
    });
    const { page, open, watch } = await stage.signIn("administrator");
    await open("/providers");
    const card = page.locator("section.card", { has: page.getByRole("heading", { name: "shop-identomat" }) });
    await card.getByRole("button", { name: "Hold" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("button", { name: "Hold" }).isDisabled()).toBe(true);
    await dialog.getByLabel("Reason").fill("<img src=x onerror=alert(1)> it answers nonsense");
    await dialog.getByRole("button", { name: "Hold" }).click();
    await card.getByText("Held by anano").waitFor();
    // The dialog may still be there, with the same text in its field.
    await card.locator("p").getByText("<img src=x onerror=alert(1)> it answers nonsense").waitFor();
    await dialog.waitFor({ state: "detached" });
    expect((await stage.harness.shop.createSession()).status).toBe(503);
    await card.getByRole("button", { name: "Release" }).click();
    await dialog.getByRole("button", { name: "Release" }).click();
    await card.getByText("In service").waitFor();
    expect((await stage.harness.shop.createSession()).status).toBe(201);
    expect(watch.complaints).toEqual([]);
  });

  it("cannot be held by a viewer: the button is not there, and the gateway refuses", async () => {
    const { page, open } = await stage.signIn("viewer");
    await open("/providers");
    await page.getByText("shop-identomat").first().waitFor();
    expect(await page.getByRole("button", { name: "Hold" }).count()).toBe(0);
    const status = await page.evaluate(async () => {
      const answer = await fetch("/admin/v1/connections/shop-identomat/hold", {
        method: "POST",
        headers: { "content-type": "application/json", "x-kyc-console": "1" },
        body: JSON.stringify({ reason: "curious" }),
      });
      return answer.status;
    });
    expect(status).toBe(403);
  });
});

/** A key of the tenant `shop` that may keep watches and blocklist entries. */
async function openShop(): Promise<ApiClient> {
  const { provisioning, gateway } = stage.harness;
  const { key } = await provisioning.createKey({ tenant: "shop", name: "facets", scopes: [...scopes] });
  const shop = createApiClient(gateway.url, key);
  onTestFinished(() => shop.close());
  await waitUntilServing(shop);
  return shop;
}

describe("watches and blocklists of a tenant", () => {
  it("are listed without whom they are about, and those of another tenant are its own", async () => {
    const shop = await openShop();
    const { id: sessionId } = await stage.play(undefined, "SESSION_CREATED");
    const watched = { connection: "shop-identomat", sessionId, fullName: "Watched Person" };
    expect((await shop.request("POST", "/v1/watches", { body: watched })).status).toBe(201);
    const blocked = {
      connection: "shop-identomat",
      documentNumber: "AB123456",
      reason: "forged papers",
      ground: "fraud_prevention",
    };
    expect((await shop.request("POST", "/v1/blocklist", { body: blocked })).status).toBe(201);
    const { page, open, watch } = await stage.signIn("viewer");
    await open("/settings?tenant=shop");
    await page.getByRole("heading", { name: "Watches of shop" }).waitFor();
    await page.locator(`a[href$="${sessionId}"]`).waitFor();
    await page.getByText("Fraud prevention").waitFor();
    expect(await page.content()).not.toMatch(/Watched Person|AB123456|forged/);
    await page.getByLabel("Tenant").selectOption("bank");
    await page.getByText("Nobody is watched").waitFor();
    await page.getByText("Nobody is blocked").waitFor();
    expect(watch.complaints).toEqual([]);
  });
});

describe("a parked delivery", () => {
  it("is replayed after a look at what would change", async () => {
    const { id, deliveryId } = await stage.park();
    const { page, open, watch } = await stage.signIn("support");
    await open("/inbox");
    await page.locator(`a[href$="${deliveryId}"]`).click();
    await page.getByRole("button", { name: "Look at the change first" }).click();
    const change = page.locator(".diff");
    await change.getByText("Approved").waitFor();
    await change.getByText("Rejected").waitFor();
    await page.getByText("This reverses a decision.").waitFor();
    expect((await stage.harness.shop.readSession(id)).status).toBe("APPROVED");
    await page.getByRole("button", { name: "Replay now" }).click();
    await page.getByText("The delivery was replayed.").waitFor();
    await waitFor(async () => (await stage.harness.shop.readSession(id)).status === "REJECTED");
    expect(watch.complaints).toEqual([]);
  });
});

describe.each([390, 1280])("every screen, %d pixels wide", (width) => {
  it("does not scroll sideways, axe finds nothing serious, and the browser complains of nothing", async () => {
    const { page, open, watch } = await stage.signIn("administrator", { width, height: 900 });
    for (const screen of ["providers", "routing", "inbox", "audit", "settings"]) {
      await open(`/${screen}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      expect([screen, await findSerious(page)]).toEqual([screen, []]);
      expect([screen, await measureOverflow(page)]).toEqual([screen, 0]);
    }
    expect(watch.complaints).toEqual([]);
  });
});
