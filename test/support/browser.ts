import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

/** Chromium without a window's interface: the same engine for a third of the processor time. */
const headlessShell = "/usr/bin/chromium-headless-shell";

/** The machine's own Chromium. A missing one is an error, not a reason to skip. */
export function launchBrowser(...args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath:
      process.env["CHROMIUM_PATH"] ?? (existsSync(headlessShell) ? headlessShell : "/usr/bin/chromium"),
    args: ["--no-sandbox", "--disable-gpu", ...args],
  });
}

/** What axe finds that keeps somebody from using the page. */
export async function findSerious(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await checker.run({ resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

/** By how many pixels the page is wider than its window. */
export function measureOverflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

/** What a browser's console would show in red, and what was asked of whom. */
export interface PageWatch {
  readonly complaints: readonly string[];
  readonly hosts: ReadonlySet<string>;
}

export function watchPage(page: Page): PageWatch {
  const [complaints, hosts]: [string[], Set<string>] = [[], new Set()];
  page.on("console", (message) => {
    const isOfIcon = message.location().url.endsWith("/favicon.ico");
    if (["error", "warning"].includes(message.type()) && !isOfIcon) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http")) hosts.add(url.hostname);
  });
  return { complaints, hosts };
}
