import { expect, it } from "vitest";
import { waitFor } from "./wait-for.ts";

it("returns the first truthy answer", async () => {
  const answers = [undefined, 0, "", "here"];
  await expect(waitFor(() => answers.shift())).resolves.toBe("here");
});

it("says what it saw last", async () => {
  await expect(waitFor(() => null, { timeoutMs: 30 })).rejects.toThrow(
    "Waited 30 ms in vain for the condition; last saw: null",
  );
});

it("asks again after an error, and reports the last one", async () => {
  let asked = 0;
  const ask = (): never => {
    asked += 1;
    throw new Error("connection refused");
  };
  await expect(waitFor(ask, { timeoutMs: 60 })).rejects.toThrow("last saw: connection refused");
  expect(asked).toBeGreaterThan(1);
});
