import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findSerious } from "../../support/browser.ts";
import { examineScreens, type ShownScreen } from "../../support/console/examine-screens.ts";
import { startConsoleStage, type ConsoleStage } from "../../support/console/console-stage.ts";
import { playCanary } from "../../support/console/fill-console.ts";

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await startConsoleStage();
});
afterEach(() => stage.closePages());
afterAll(() => stage[Symbol.asyncDispose]());

/** What a rate with its number of decided sessions says, such as `66.7%` and `of 6 decided`. */
function describeRate({
  approved,
  decided,
}: {
  readonly approved: number;
  readonly decided: number;
}): string {
  return `${Number(((100 * approved) / decided).toFixed(1))}%of ${decided} decided`;
}

describe("routing", () => {
  it("reads a rule as a sentence, compares its canary with the rest, and says where a session would go", async () => {
    const { canary, control } = await playCanary(stage);
    const { page, open, watch } = await stage.signIn("viewer");
    await open("/routing?tenant=shop");
    await page.getByText("When the flow is both and the country is GEO or LTU").waitFor();
    await page.getByText("Canary: shop-ondato · 50%").waitFor();
    const tiles = page.locator(".tile");
    await tiles.filter({ hasText: "Canary: Approval rate" }).getByText("decided").waitFor();
    expect(await tiles.filter({ hasText: "Canary: Approval rate" }).textContent()).toContain(
      describeRate(canary),
    );
    expect(await tiles.filter({ hasText: "Control: Approval rate" }).textContent()).toContain(
      describeRate(control),
    );
    await page.getByText(/95% interval: [-+]?\d/).waitFor();
    await page.getByLabel("Country").fill("GEO");
    await page.getByRole("button", { name: "Show the route" }).click();
    await page.getByText(/It goes to shop-(identomat|ondato)/).waitFor();
    await page.getByText("Chosen by: rule canary-rule").waitFor();
    expect(await findSerious(page)).toEqual([]);
    expect(watch.complaints).toEqual([]);
  });
});

describe("the inbox", () => {
  it("replays what is parked at a connection, after it has said what would come of it", async () => {
    const sessions = [await stage.park(), await stage.park()];
    const { page, open, watch } = await stage.signIn("support");
    await open("/inbox?connection=shop-identomat");
    await page.getByRole("button", { name: "Replay all parked" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The session changes: Approved → Rejected").waitFor();
    for (const { id } of sessions) expect((await stage.harness.shop.readSession(id)).status).toBe("APPROVED");
    await dialog.getByRole("button", { name: "Replay now" }).click();
    await page.getByText("Nothing is parked").waitFor();
    for (const { id } of sessions) expect((await stage.harness.shop.readSession(id)).status).toBe("REJECTED");
    expect(watch.complaints).toEqual([]);
  });
});

describe("the keyboard alone", () => {
  it("reaches the content, opens a dialog, keeps the focus in it, and closes it with Escape", async () => {
    const { page, open } = await stage.signIn("administrator");
    await open("/providers");
    await page.getByRole("heading", { name: "shop-ondato" }).waitFor();
    await page.locator("body").press("Tab");
    const hold = page.getByRole("button", { name: "Hold" }).first();
    await hold.focus();
    await page.keyboard.press("Enter");
    const isInside = () => page.evaluate("document.activeElement.closest('dialog') !== null");
    await page.getByRole("dialog").waitFor();
    for (let step = 0; step < 6; step += 1) {
      const active = await page.evaluate("document.activeElement.tagName");
      expect([active, active === "BODY" || (await isInside())]).toEqual([active, true]);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Escape");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect((await stage.harness.shop.createSession()).status).toBe(201);
  });
});

describe("a key that is revoked", () => {
  it("ends its sessions in every browser: the next look asks to sign in, and shows nothing", async () => {
    const { page, open } = await stage.signIn("support");
    await open("/providers");
    await page.getByRole("heading", { name: "shop-ondato" }).waitFor();
    await stage.harness.database.pool.query("update operators set revoked_at = now() where name = 'salome'");
    await page.getByRole("link", { name: "Inbox" }).click();
    await page.getByLabel("Operator key").waitFor();
    expect(await page.getByText("shop-ondato").count()).toBe(0);
    await page.waitForLoadState("networkidle");
    // This gateway knows no identity provider.
    expect(await page.getByRole("link", { name: "Sign in with your organisation" }).count()).toBe(0);
  });
});

describe.each([390, 1280])("screens of the network, %d pixels wide", (width) => {
  it("do not scroll sideways, and axe finds nothing serious, light or dark, in either language", async () => {
    const screens: readonly ShownScreen[] = [
      ["/", "ka", "light"],
      ["/providers", "ka", "dark"],
      ["/routing?tenant=shop", "en", "dark"],
      ["/analytics?by=flow", "en", "dark"],
      ["/settings", "ka", "dark"],
      ["/nowhere", "en", "light"],
    ];
    const { examined, complaints } = await examineScreens(stage, width, screens);
    expect(examined).toEqual(screens.map(([path]) => ({ path, serious: [], overflow: 0 })));
    expect(complaints).toEqual([]);
  });
});
