import type { Page } from "playwright-core";
import { enterKey, type ConsoleStage } from "./console-stage.ts";

/** Milliseconds until an operator can go on, as the browser itself sees it. */
interface TimesToInteractive {
  /** From the begin of the navigation until the field of the sign-in takes a key; nothing is cached. */
  readonly signInReady: number;
  /** From the sent form until the overview shows its numbers. */
  readonly overviewShown: number;
  /** The same page again, with the files in the cache: from the begin of the navigation until the numbers. */
  readonly overviewAgain: number;
}

interface Marks {
  readonly field?: number;
  readonly submitted?: number;
  readonly numbers?: number;
}

/** Medians of some rounds, each in a browser profile of its own. */
export async function measureInteractive(stage: ConsoleStage, rounds = 5): Promise<TimesToInteractive> {
  const measured: TimesToInteractive[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measureOnce(stage));
  return {
    signInReady: findMedian(measured.map(({ signInReady }) => signInReady)),
    overviewShown: findMedian(measured.map(({ overviewShown }) => overviewShown)),
    overviewAgain: findMedian(measured.map(({ overviewAgain }) => overviewAgain)),
  };
}

async function measureOnce({ newPage, keys }: ConsoleStage): Promise<TimesToInteractive> {
  const { page, open } = await newPage();
  await page.addInitScript({ content: observeMarks });
  await open("/");
  await enterKey(page, keys.administrator);
  const numbers = page.locator(".tile .value").first();
  await numbers.waitFor();
  const first = await readMarks(page);
  await open("/");
  await numbers.waitFor();
  const again = await readMarks(page);
  await page.context().close();
  return {
    signInReady: first.field ?? Number.NaN,
    overviewShown: (first.numbers ?? Number.NaN) - (first.submitted ?? Number.NaN),
    overviewAgain: again.numbers ?? Number.NaN,
  };
}

/** Runs in the page: notes with each frame what is there by now. */
const observeMarks = `
  const marks = (globalThis.marks = {});
  addEventListener("submit", () => (marks.submitted = performance.now()), true);
  const look = () => {
    if (document.querySelector("input[type=password]") !== null) marks.field ??= performance.now();
    if (document.querySelector(".tile .value") !== null) marks.numbers ??= performance.now();
    requestAnimationFrame(look);
  };
  look();`;

/** The marks after a frame that has seen what is there now. */
function readMarks(page: Page): Promise<Marks> {
  const twoFrames = "(done) => requestAnimationFrame(() => requestAnimationFrame(done))";
  return page.evaluate(`new Promise(${twoFrames}).then(() => globalThis.marks)`);
}

function findMedian(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);
}
