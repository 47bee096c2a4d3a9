import { describe, expect, it } from "vitest";
import type { NewAttempt } from "./dispatch.store.ts";
import { createProgressWriter } from "./dispatcher.ts";

const attempt = { eventId: "1" } as NewAttempt;

describe("progress", () => {
  it("is written behind the posts, several in one", async () => {
    const written: [number, number][] = [];
    const gate = Promise.withResolvers<boolean>();
    const progress = createProgressWriter((through, attempts) => {
      written.push([through, attempts.length]);
      return gate.promise;
    });
    for (let number = 1; number <= 5; number += 1) progress.add(attempt, number);
    gate.resolve(true);
    await progress.settle(9);
    expect(written).toEqual([
      [1, 1],
      [9, 4],
    ]);
  });

  it("tells when another process has taken over, and writes nothing more", async () => {
    let count = 0;
    const progress = createProgressWriter(async () => {
      count += 1;
      return false;
    });
    progress.add(attempt, 1);
    await progress.settle();
    expect(progress.isLost).toBe(true);
    progress.add(attempt, 2);
    await progress.settle();
    expect(count).toBe(1);
  });

  it("tells what went wrong when it is settled", async () => {
    const progress = createProgressWriter(() => Promise.reject(new Error("away")));
    progress.add(attempt, 1);
    await expect(progress.settle()).rejects.toThrow("away");
    expect(progress.isLost).toBe(true);
  });
});
