import { addOperator } from "@kyc-gateway/gateway";
import type { IdentomatAct } from "@kyc-gateway/simulators";
import type { Browser, Page } from "playwright-core";
import { createApiClient, type ApiClient } from "../api-client.ts";
import { launchBrowser, watchPage, type PageWatch } from "../browser.ts";
import { startHarness, type Harness, type HarnessOptions } from "../gateway-harness.ts";
import { waitFor } from "../wait-for.ts";

const actor = { operator: "test", requestId: null };

/** An operator of each role. */
const operators = {
  viewer: "vano",
  support: "salome",
  reviewer: "rusudan",
  administrator: "anano",
} as const;
type Role = keyof typeof operators;

/** A browser's page on the console, and what went wrong in it. */
export interface ConsolePage {
  readonly page: Page;
  readonly watch: PageWatch;
  /** Opens a screen by its path below `/console`. */
  readonly open: (path: string) => Promise<void>;
}

interface Viewport {
  readonly width: number;
  readonly height: number;
}

/** A gateway with simulated providers, an operator of each role, and a browser. */
export interface ConsoleStage {
  readonly harness: Harness;
  readonly admin: ApiClient;
  readonly keys: Readonly<Record<Role, string>>;
  /** A page in a browser of its own: nobody is signed in. */
  readonly newPage: (viewport?: Viewport) => Promise<ConsolePage>;
  /** A page in a browser in which an operator of the role is signed in. It shows nothing yet. */
  readonly signIn: (role: Role, viewport?: Viewport) => Promise<ConsolePage>;
  /** Closes every page that is open: each goes on asking the gateway, and drawing, for as long as it is there. */
  readonly closePages: () => Promise<void>;
  /** A session at the first provider, taken to a status. Gives its id and the provider's reference. */
  readonly play: (act: IdentomatAct | undefined, status: string, session?: object) => Promise<PlayedSession>;
  /** A delivery that nobody understood: an approved session, which the provider has rejected meanwhile. */
  readonly park: () => Promise<PlayedSession & { readonly deliveryId: string }>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PlayedSession {
  readonly id: string;
  readonly reference: string;
}

export async function startConsoleStage(options: HarnessOptions = {}): Promise<ConsoleStage> {
  const harness = await startHarness({ withOndato: true, ...options });
  const browser = await launchBrowser();
  const keys = await addOperators(harness);
  const admin = createApiClient(harness.gateway.url, keys.administrator);
  await waitFor(async () => (await admin.get("/admin/v1/me")).status === 200);
  const newPage: ConsoleStage["newPage"] = (viewport) => openPage(browser, harness, viewport);
  return {
    harness,
    admin,
    keys,
    newPage,
    closePages: async () => void (await Promise.all(browser.contexts().map((context) => context.close()))),
    async signIn(role, viewport) {
      const opened = await newPage(viewport);
      await obtainCookie(opened.page, { url: harness.gateway.url, key: keys[role] });
      return opened;
    },
    play: (act, status, session) => play(harness, { act, status, session }),
    park: () => park(harness, admin),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await admin.close();
      await harness[Symbol.asyncDispose]();
    },
  };
}

/** Types a key into the form of the sign-in. */
export async function enterKey(page: Page, key: string): Promise<void> {
  await page.getByLabel("Operator key").fill(key);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** As the form does it, without drawing it. */
async function obtainCookie(
  page: Page,
  { url, key }: { readonly url: string; readonly key: string },
): Promise<void> {
  const headers = { authorization: `Bearer ${key}`, origin: url, "x-kyc-console": "1" };
  const answer = await page.context().request.post(`${url}/console/session`, { headers });
  if (answer.status() !== 201) throw new Error(`Nobody is signed in: ${await answer.text()}`);
}

async function addOperators({ gateway }: Harness): Promise<Record<Role, string>> {
  const entries = Object.entries(operators).map(async ([role, name]) => [
    role,
    await addOperator(gateway.services.database, actor, { name, role: role as Role }),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Record<Role, string>;
}

async function openPage(
  browser: Browser,
  { gateway }: Harness,
  viewport = { width: 1280, height: 900 },
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return {
    page,
    watch: watchPage(page),
    open: async (path) => void (await page.goto(`${gateway.url}/console${path}`)),
  };
}

interface Played {
  readonly act: IdentomatAct | undefined;
  readonly status: string;
  readonly session?: object | undefined;
}

async function play(harness: Harness, { act, status, session }: Played): Promise<PlayedSession> {
  const { body, text } = await harness.shop.createSession(session);
  if (body.id === undefined) throw new Error(`No session was opened: ${text}`);
  const reference = await harness.findReference(body.id);
  if (act !== undefined) harness.identomat.control.act(reference, { act });
  await waitFor(async () => (await harness.shop.readSession(body.id)).status === status);
  return { id: body.id, reference };
}

async function park(harness: Harness, admin: ApiClient): Promise<PlayedSession & { deliveryId: string }> {
  const { control } = harness.identomat;
  const { id, reference } = await play(harness, { act: "approve", status: "APPROVED" });
  const fault = { kind: "garbage", shape: "unknown_status" } as const;
  const faultId = control.addFault({ operation: "result", sessionId: reference, fault });
  control.act(reference, { act: "operator_reject" });
  const path = `/admin/v1/deliveries?sessionId=${id}&state=parked`;
  const parked = await waitFor(
    async () => (await admin.get<{ items: { id: string }[] }>(path)).body.items[0],
  );
  control.removeFault(faultId);
  return { id, reference, deliveryId: parked.id };
}
