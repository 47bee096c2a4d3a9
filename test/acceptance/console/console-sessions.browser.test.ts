import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findSerious } from "../../support/browser.ts";
import { examineScreens, type ShownScreen } from "../../support/console/examine-screens.ts";
import { startConsoleStage, type ConsoleStage } from "../../support/console/console-stage.ts";
import { addFlows, playReview } from "../../support/console/fill-console.ts";
import { waitFor } from "../../support/wait-for.ts";

/** What runs where it is put into a page as markup. */
const hostile = `"><img src=x onerror="document.title='taken'"><svg onload=alert(1)>{{7*7}}`;

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await startConsoleStage();
  await addFlows(stage);
});
afterEach(() => stage.closePages());
afterAll(() => stage[Symbol.asyncDispose]());

async function countErasures(id: string): Promise<number> {
  const { rows } = await stage.harness.database.pool.query(
    "select 1 from sessions where id = $1 and erasure <> 'none'",
    [id],
  );
  return rows.length;
}

describe("a session", () => {
  it("is found by the provider's reference, and its rejection explains itself", async () => {
    const { id, reference } = await stage.play("reject", "REJECTED", { metadata: { order: hostile } });
    const { page, open, watch } = await stage.signIn("support");
    await open("/sessions");
    await page.getByRole("searchbox", { name: "Find a session" }).fill(reference);
    await page.keyboard.press("Enter");
    await page.locator(`a[href$="${id}"]`).click();
    const verdict = page.getByText("Rejected by the provider");
    await verdict.waitFor();
    await page.getByText("The face does not match the document").first().waitFor();
    await page.getByText("shop-identomat opened the session").waitFor();
    expect(await page.getByText("The tenant was told").count()).toBe(0);
    await page.getByRole("button", { name: "Everything" }).click();
    await page.getByText("The tenant was told: session.decided").waitFor();
    await page.getByText(hostile).waitFor();
    expect(await page.title()).not.toBe("taken");
    expect(await findSerious(page)).toEqual([]);
    expect(watch.complaints).toEqual([]);
  });

  it("is found by the tenant's id of the applicant and by its own; a text that is nothing finds nothing", async () => {
    const { id } = await stage.play("approve", "APPROVED", { applicant: { id: "customer-77" } });
    const { page, open } = await stage.signIn("support");
    for (const text of ["customer-77", id]) {
      await open(`/sessions?q=${text}`);
      await page.locator(`a[href$="${id}"]`).waitFor();
    }
    await open(`/sessions?q=${encodeURIComponent("<b>nobody</b>")}`);
    await page.getByText("No session matches").waitFor();
  });

  it("is found by its flow and by the days between which it was created, the last one whole", async () => {
    const { id } = await playReview(stage);
    const { createdAt } = await stage.harness.shop.readSession(id);
    const { page, open, watch } = await stage.signIn("viewer");
    await open("/sessions?flow=strict");
    const found = page.locator(`a[href$="${id}"]`);
    await found.waitFor();
    const day = await page.evaluate((at) => new Date(at).toLocaleDateString("sv"), createdAt);
    const until = page.getByLabel("Created until");
    await until.fill("2020-01-31");
    await until.press("Enter");
    await page.getByText("No session matches").waitFor();
    await open(`/sessions?flow=strict&since=${day}&until=${day}`);
    await found.waitFor();
    await page.getByLabel("Flow").fill("both");
    await page.getByLabel("Flow").press("Enter");
    await page.getByText("No session matches").waitFor();
    expect(watch.complaints).toEqual([]);
  });

  it("is found behind the numbers of analytics, which lead a viewer nowhere", async () => {
    const { id } = await stage.play("reject", "REJECTED", { applicant: { id: "counted" } });
    await stage.harness.gateway.services.analytics.rebuild();
    const { page, open, watch } = await stage.signIn("support");
    await open("/analytics?tenant=shop");
    await page.getByRole("link", { name: "The face does not match the document" }).click();
    await page.getByRole("heading", { level: 1, name: "Counted sessions" }).waitFor();
    await page.getByText("Rejected · The face does not match the document").waitFor();
    await page.locator(`a[href$="${id}"]`).waitFor();
    expect(await findSerious(page)).toEqual([]);
    await open("/analytics?tenant=shop&by=flow");
    await page.getByRole("row", { name: "standard" }).getByRole("link").first().click();
    await page.locator(`a[href$="${id}"]`).click();
    await page.getByText("Rejected by the provider").waitFor();
    const viewer = await stage.signIn("viewer");
    await viewer.open("/analytics?tenant=shop");
    await viewer.page.getByText("The face does not match the document").waitFor();
    expect(await viewer.page.locator("a[href*='/analytics/sessions']").count()).toBe(0);
    expect(watch.complaints).toEqual([]);
  });

  it("is decided from the queue, by name and with a reason, and what that overrides is said before", async () => {
    const { id } = await playReview(stage);
    const { page, open, watch } = await stage.signIn("reviewer");
    await open("/review");
    await page.locator(`a.button[href$="${id}"]`).click();
    await page.getByRole("button", { name: "Decide" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Approve" }).first().click();
    await dialog.getByText("These required checks were not passed: Document, Face match, Liveness").waitFor();
    expect(await findSerious(page)).toEqual([]);
    await dialog.getByLabel("Reason").fill(`Seen in a call. ${hostile}`);
    await dialog.getByRole("button", { name: "Approve" }).last().click();
    await page.getByText("Approved by the operator").waitFor();
    expect(await stage.harness.shop.readSession(id)).toMatchObject({
      status: "APPROVED",
      origin: "operator",
    });
    await open(`/audit?subject=${encodeURIComponent(`session ${id}`)}`);
    await page.getByText("rusudan").first().waitFor();
    await page.getByText(hostile).first().waitFor();
    expect(watch.complaints).toEqual([]);
  });

  it("shows personal data after a reason in any script, and the audit log has the reason", async () => {
    const { id } = await stage.play("approve", "APPROVED");
    const { page, open } = await stage.signIn("reviewer");
    await open(`/sessions/${id}`);
    await page.getByRole("button", { name: "Show the data" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("საჩივარი 4711");
    await page.getByRole("dialog").getByRole("button", { name: "Show the data" }).click();
    await page.getByText("Date of birth").waitFor();
    await waitFor(async () => {
      const { text } = await stage.admin.get(
        `/admin/v1/audit?subject=${encodeURIComponent(`session ${id}`)}`,
      );
      return text.includes("საჩივარი 4711");
    });
  });

  it("goes with its person: what cannot be undone is typed, and has a reason", async () => {
    const { id } = await stage.play("approve", "APPROVED", { applicant: { id: "customer-to-forget" } });
    const { page, open, watch } = await stage.signIn("reviewer");
    await open(`/sessions/${id}`);
    await page.getByRole("button", { name: "Erase the person" }).click();
    const dialog = page.getByRole("dialog");
    const erase = dialog.getByRole("button", { name: "Erase the person" });
    await dialog.getByLabel("Reason").fill("Request 12 of the person");
    expect(await erase.isDisabled()).toBe(true);
    await dialog.getByLabel("Type ERASE to confirm").fill("ERASE");
    await erase.click();
    await page.getByText(/^(The data are erased here|The person's data are erased)/).waitFor();
    expect(await countErasures(id)).toBe(1);
    expect(await page.getByText("customer-to-forget").count()).toBe(0);
    expect(watch.complaints).toEqual([]);
  });

  it("is not decided or erased by a viewer, who does not see whose it is: the gateway refuses what the page leaves out", async () => {
    const { id } = await playReview(stage);
    const { page, open } = await stage.signIn("viewer");
    await open(`/sessions/${id}`);
    await page.getByText("In review since").waitFor();
    for (const name of [
      "Decide",
      "Erase the person",
      "Place a legal hold",
      "Ask the provider",
      "Show the data",
    ])
      expect([name, await page.getByRole("button", { name }).count()]).toEqual([name, 0]);
    expect(await page.getByText("user-1", { exact: true }).count()).toBe(0);
    expect(await page.getByRole("link", { name: "Audit" }).count()).toBe(0);
    const statuses = await page.evaluate(async (sessionId) => {
      const send = (method: string, path: string, body?: string) =>
        fetch(`/admin/v1/sessions/${sessionId}${path}`, {
          method,
          headers: {
            "x-kyc-console": "1",
            "x-access-reason": "curious",
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
          ...(body === undefined ? {} : { body }),
        });
      const answers = await Promise.all([
        send("POST", "/decision", JSON.stringify({ decision: "APPROVED", reason: "curious" })),
        send("DELETE", "/applicant"),
        send("GET", "/result"),
        send("POST", "/refresh"),
      ]);
      return answers.map(({ status }) => status);
    }, id);
    expect(statuses).toEqual([403, 403, 403, 403]);
  });
});

describe.each([390, 1280])("screens of sessions, %d pixels wide", (width) => {
  it("do not scroll sideways, and axe finds nothing serious, light or dark, in either language", async () => {
    const { id } = await stage.play("reject", "REJECTED");
    const screens: readonly ShownScreen[] = [
      ["/", "en", "dark"],
      ["/sessions", "ka", "light"],
      [`/sessions/${id}`, "ka", "dark"],
      ["/review", "en", "light"],
      ["/analytics", "ka", "light"],
      ["/analytics/sessions", "ka", "dark"],
    ];
    const { examined, complaints } = await examineScreens(stage, width, screens);
    expect(examined).toEqual(screens.map(([path]) => ({ path, serious: [], overflow: 0 })));
    expect(complaints).toEqual([]);
  });
});
