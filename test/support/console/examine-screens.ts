import { findSerious, measureOverflow } from "../browser.ts";
import type { ConsoleStage } from "./console-stage.ts";

/** A screen by its path below `/console`, how it is shown, and in which language. */
export type ShownScreen = readonly [path: string, language: "en" | "ka", colorScheme: "light" | "dark"];

/** What axe finds serious on a screen, and by how many pixels it scrolls sideways. */
export interface ExaminedScreen {
  readonly path: string;
  readonly serious: readonly string[];
  readonly overflow: number;
}

/** Opens one screen after the other as an administrator. `complaints`: what went wrong in the browser meanwhile. */
export async function examineScreens(
  stage: Pick<ConsoleStage, "signIn">,
  width: number,
  screens: readonly ShownScreen[],
): Promise<{ readonly examined: readonly ExaminedScreen[]; readonly complaints: readonly string[] }> {
  const { page, open, watch } = await stage.signIn("administrator", { width, height: 900 });
  const examined: ExaminedScreen[] = [];
  await open("/");
  for (const [path, language, colorScheme] of screens) {
    await page.evaluate(`localStorage.setItem("kyc-console.language", "${language}")`);
    await page.emulateMedia({ colorScheme });
    await open(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    examined.push({ path, serious: await findSerious(page), overflow: await measureOverflow(page) });
  }
  return { examined, complaints: watch.complaints };
}
