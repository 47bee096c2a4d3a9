import { describe, expect, it } from "vitest";
import { createSingleFlight } from "./single-flight.ts";

/** Work that ends when told to, and counts how often it was begun and given up. */
function createWork() {
  const runs: { readonly signal: AbortSignal; readonly result: PromiseWithResolvers<string> }[] = [];
  const flight = createSingleFlight((signal) => {
    const result = Promise.withResolvers<string>();
    runs.push({ signal, result });
    return result.promise;
  });
  return { flight, runs };
}

const never = () => new AbortController().signal;

describe("createSingleFlight", () => {
  it("runs once for all who ask while it lasts, and again for who asks later", async () => {
    const { flight, runs } = createWork();
    const first = Promise.all(Array.from({ length: 50 }, () => flight.board(never())));
    expect(runs).toHaveLength(1);
    runs[0]?.result.resolve("one");
    expect(new Set(await first)).toEqual(new Set(["one"]));
    const second = flight.board(never());
    runs[1]?.result.resolve("two");
    expect(await second).toBe("two");
    expect(runs).toHaveLength(2);
  });

  it("fails for all who waited, and starts afresh for the next", async () => {
    const { flight, runs } = createWork();
    const waiting = Promise.allSettled([flight.board(never()), flight.board(never())]);
    runs[0]?.result.reject(new Error("refused"));
    expect((await waiting).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const next = flight.board(never());
    runs[1]?.result.resolve("fresh");
    expect(await next).toBe("fresh");
  });

  it("lets one caller leave without failing the others", async () => {
    const { flight, runs } = createWork();
    const leaving = new AbortController();
    const left = flight.board(leaving.signal);
    const stayed = flight.board(never());
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: "timeout", requestSent: false });
    expect(runs[0]?.signal.aborted).toBe(false);
    runs[0]?.result.resolve("arrived");
    expect(await stayed).toBe("arrived");
  });

  it("gives the work up when all have left, and lets nobody inherit it", async () => {
    const { flight, runs } = createWork();
    const leaving = new AbortController();
    const left = [flight.board(leaving.signal), flight.board(leaving.signal)];
    leaving.abort();
    expect((await Promise.allSettled(left)).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(runs[0]?.signal.aborted).toBe(true);
    const next = flight.board(never());
    runs[1]?.result.resolve("fresh");
    runs[0]?.result.reject(new Error("aborted"));
    expect(await next).toBe("fresh");
  });

  it("begins nothing for a caller that has already given up", async () => {
    const { flight, runs } = createWork();
    await expect(flight.board(AbortSignal.abort())).rejects.toMatchObject({ code: "timeout" });
    expect(runs).toHaveLength(0);
  });
});
