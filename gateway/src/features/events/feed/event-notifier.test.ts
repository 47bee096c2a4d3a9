import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { createLog } from "../../../platform/observability/log.ts";
import { createEventNotifier } from "./event-notifier.ts";

/** A store that is told when to answer, and a notifier that has numbered once and now waits for more. */
function createStage() {
  const answers: { resolve(): void; reject(error: Error): void }[] = [];
  const store = {
    number: () =>
      new Promise<{ tenants: string[]; isAwaited: boolean; isAwaitable: boolean }>((resolve, reject) => {
        const numbered = { tenants: ["shop"], isAwaited: false, isAwaitable: false };
        answers.push({ resolve: () => resolve(numbered), reject });
      }),
    announce: async () => undefined,
  };
  const log = createLog({ level: "silent" });
  const notifier = createEventNotifier(store, { log, isFollowed: () => false });
  let toldCount = 0;
  notifier.onNewEvents(() => {
    toldCount += 1;
  });
  return { notifier, answers, toldCount: () => toldCount };
}

it("numbers at once for whoever reads, though it gathers what nobody waits for", async () => {
  const { notifier, answers, toldCount } = createStage();
  notifier.ring();
  answers[0]?.resolve();
  await notifier.settle();
  notifier.ring();
  expect(answers).toHaveLength(1);
  const settled = notifier.settle();
  await setImmediate();
  expect(answers).toHaveLength(2);
  answers[1]?.resolve();
  await settled;
  expect(toldCount()).toBe(2);
  await notifier.stop();
});

it("waits for what is being numbered, and asks for nothing where nothing is new", async () => {
  const { notifier, answers, toldCount } = createStage();
  notifier.ring();
  const settled = notifier.settle().then(toldCount);
  answers[0]?.resolve();
  expect(await settled).toBe(1);
  await notifier.settle();
  expect(answers).toHaveLength(1);
  await notifier.stop();
});

it("lets whoever reads go on when the numbering fails, and numbers again", async () => {
  const { notifier, answers } = createStage();
  notifier.ring();
  answers[0]?.resolve();
  await notifier.settle();
  notifier.ring();
  const settled = notifier.settle();
  await setImmediate();
  answers[1]?.reject(new Error("away"));
  await settled;
  const again = notifier.settle();
  await setImmediate();
  expect(answers).toHaveLength(3);
  answers[2]?.resolve();
  await again;
  await notifier.stop();
});
