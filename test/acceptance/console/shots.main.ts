import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { migrate } from "@kyc-gateway/gateway";
import type { Page } from "playwright-core";
import buildConsole from "../../support/console.global-setup.ts";
import { fillConsole, type FilledConsole } from "../../support/console/fill-console.ts";
import { startConsoleStage, type ConsoleStage } from "../../support/console/console-stage.ts";
import { measureInteractive } from "../../support/console/measure-interactive.ts";
import { ondatoSetupId } from "../../support/gateway-harness.ts";
import { startDatabaseServer } from "../../support/database-server.ts";
import { openTestDatabase } from "../../support/open-test-database.ts";
import { createTemplate } from "../../support/template-database.ts";

/**
 * `pnpm console-shots [--only sessions] [--language ka] [--stay] [--times]`: a picture of each screen at two widths, light
 * and dark, below `.data/console-shots`. `--stay` keeps the gateway running and says how to sign in; `--times` says how soon
 * one can work.
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    language: { type: "string" },
    stay: { type: "boolean" },
    times: { type: "boolean" },
  },
});
const folder = fileURLToPath(new URL("../../../.data/console-shots/", import.meta.url));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

await buildConsole();
const server = await startDatabaseServer();
const database = await openTestDatabase(await createTemplate(server.url, migrate));
const stage = await startConsoleStage({ database });
await playWeek(stage);
const filled = await fillConsole(stage);
if (values.stay === true) {
  say(`${stage.harness.gateway.url}/console   sign in with ${stage.keys.administrator}`);
  await new Promise((resolve) => process.once("SIGINT", resolve).once("SIGTERM", resolve));
} else if (values.times === true) await sayTimes(stage);
else await takeAll(stage, filled);
await stage[Symbol.asyncDispose]();
await server.stop();
process.exit();

interface SampleWeek {
  readonly playSampleWeek: (parts: Record<string, unknown>) => Promise<void>;
}

/** What `npm start -- --sample-week` plays. */
async function playWeek({ harness, keys }: ConsoleStage): Promise<void> {
  const { gateway, identomat, ondato, key } = harness;
  const script = new URL("../../../deploy/demo/sample-week.mjs", import.meta.url).href;
  const { playSampleWeek } = (await import(script)) as SampleWeek;
  await playSampleWeek({
    address: gateway.url,
    key,
    operatorKey: keys.administrator,
    tenant: "shop",
    targets: [
      { connection: "shop-identomat", settings: {} },
      { connection: "shop-ondato", settings: { setupId: ondatoSetupId } },
    ],
    simulators: { identomat: identomat.url, ondato: ondato?.url },
    pool: harness.database.pool,
    rebuild: () => gateway.services.analytics.rebuild(),
    tell: say,
  });
}

async function sayTimes(of: ConsoleStage): Promise<void> {
  const { signInReady, overviewShown, overviewAgain } = await measureInteractive(of);
  say(`The sign-in takes a key ${signInReady} ms after the navigation, with an empty cache.`);
  say(`The overview shows its numbers ${overviewShown} ms after the key was sent.`);
  say(`Opened again, it shows them ${overviewAgain} ms after the navigation.`);
}

async function takeAll({ newPage, signIn }: ConsoleStage, what: FilledConsole): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const width of [1280, 390]) {
    const viewport = { width, height: width === 390 ? 844 : 900 };
    const outside = await newPage(viewport);
    await outside.open("/");
    await takeThemes(outside.page, `sign-in-${width}`);
    const { page, open } = await signIn("administrator", viewport);
    await open("/");
    if (values.language !== undefined)
      await page.evaluate(`localStorage.setItem("kyc-console.language", ${JSON.stringify(values.language)})`);
    for (const [name, path] of Object.entries(listScreens(what))) {
      if (values.only !== undefined && !values.only.split(",").includes(name)) continue;
      await open(path);
      await takeThemes(page, `${name}-${width}`);
    }
  }
}

function listScreens({ rejected, inReview, parked }: FilledConsole): Record<string, string> {
  return {
    overview: "/",
    sessions: "/sessions",
    "counted-sessions": "/analytics/sessions?tenant=shop&status=REJECTED",
    session: `/sessions/${rejected}`,
    "session-review": `/sessions/${inReview}`,
    review: "/review",
    inbox: "/inbox",
    delivery: `/inbox/${parked}`,
    providers: "/providers",
    routing: "/routing?tenant=shop",
    analytics: "/analytics",
    audit: "/audit",
    settings: "/settings",
  };
}

async function takeThemes(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 900 };
  // A window as high as the page: what sticks to its edges stays there.
  const whole = await page.evaluate("document.documentElement.scrollHeight");
  await page.setViewportSize({ width, height: Math.max(height, Number(whole)) });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${folder}${name}-${colorScheme}.png`, animations: "disabled" });
  }
  await page.setViewportSize({ width, height });
  say(name);
}
