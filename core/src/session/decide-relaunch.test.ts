import { describe, expect, it } from "vitest";
import { canRelaunch, decideRelaunch } from "./decide-relaunch.ts";
import { at, put, states } from "./transition-world.ts";

describe("a fresh link", () => {
  it("is for whoever has something left to do", () => {
    const open = states.filter((state) => canRelaunch(put(state)));
    expect(open).toEqual(["SESSION_CREATED", "IN_PROGRESS", "LAPSED"]);
  });

  it("is for whoever's case was taken up again", () => {
    const open = states.filter((state) => canRelaunch(put(state, { reopenedAt: at })));
    expect(open).toEqual([
      "SESSION_CREATED",
      "IN_PROGRESS",
      "APPROVED",
      "REJECTED",
      "APPROVED_BY_OPERATOR",
      "REJECTED_BY_OPERATOR",
      "LAPSED",
    ]);
  });

  it("opens what our own clock had closed, where the applicant had come to", () => {
    expect(decideRelaunch(put("LAPSED", { attempt: 2 }), at)).toMatchObject({
      from: "EXPIRED",
      to: "SESSION_CREATED",
      seq: 4,
      attempt: 2,
      cause: "relaunch",
      eventType: "session.status_changed",
    });
    expect(decideRelaunch(put("LAPSED", { reported: "IN_PROGRESS" }), at)).toMatchObject({
      to: "IN_PROGRESS",
    });
  });

  it("changes no other status", () => {
    for (const state of states.filter((other) => other !== "LAPSED"))
      expect(decideRelaunch(put(state), at)).toBeUndefined();
  });
});
