import { describe, expect, it } from "vitest";
import { createPublicAgent, type ResolveHost } from "../../../platform/http/public-agent.ts";
import { postEvent } from "./post-event.ts";
import { planRetry } from "./retry-schedule.ts";

const minuteMs = 60_000;

/** A name server that fails in one way, and counts how often it is asked. */
function failLookups(code: string): { resolve: ResolveHost; count: () => number } {
  let asked = 0;
  return {
    resolve(_host, callback) {
      asked += 1;
      callback(Object.assign(new Error("no answer"), { code }), undefined as never);
    },
    count: () => asked,
  };
}

describe("an endpoint whose name is away for a minute", () => {
  it.each(["ENOTFOUND", "EAI_AGAIN", "ESERVFAIL", "EREFUSED", "ENODATA", "EAI_FAIL"])(
    "(%s) is tried on schedule: three times in that minute, and never in between",
    async (code) => {
      const { resolve, count } = failLookups(code);
      const agent = createPublicAgent({ allowedHosts: new Set(), resolve });
      let passedMs = 0;
      let failures = 0;
      while (passedMs < minuteMs) {
        const at = new Date(passedMs);
        const post = { url: "https://receiver.example/events", headers: {}, body: "{}", at };
        const { outcome, httpStatus, retryAfterMs } = await postEvent(agent, post);
        expect({ outcome, httpStatus, retryAfterMs }).toEqual({
          outcome: "unreachable",
          httpStatus: null,
          retryAfterMs: undefined,
        });
        failures += 1;
        passedMs += planRetry(failures, { retryAfterMs, random: 0.5 }) ?? Infinity;
      }
      expect([failures, count()]).toEqual([3, 3]);
      await agent.destroy();
    },
  );
});
