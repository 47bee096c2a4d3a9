import type { Check, CheckKind } from "@kyc-gateway/adapter-spec/v1";
import { describe, expect, it } from "vitest";
import { findMissingChecks } from "./resolve-status.ts";

const open = { status: "IN_PROGRESS", origin: "provider", reasons: [] } as const;
const requiredChecks: readonly CheckKind[] = ["document", "face_match", "liveness"];

function findMissing(
  checks: readonly Check[],
  session: Partial<Parameters<typeof findMissingChecks>[0]> = {},
) {
  return findMissingChecks({ requiredChecks, ...open, ...session }, checks).map(({ check }) => check);
}

const passed = (kind: CheckKind): Check => ({ kind, outcome: "passed" });

describe("an approval", () => {
  it("lacks what was not done: a utility bill alone", () => {
    const bill = requiredChecks.map((kind) => ({ kind, outcome: "not_run" }) as const);
    expect(findMissing([...bill, passed("address")])).toEqual(requiredChecks);
  });

  it("lacks what its report does not name", () => {
    expect(findMissing([])).toEqual(requiredChecks);
  });

  it.each(["failed", "unavailable", "not_run"] as const)("lacks a check that is %s", (outcome) => {
    const checks = [passed("document"), passed("face_match"), { kind: "liveness", outcome } as const];
    expect(findMissing(checks)).toEqual(["liveness"]);
  });

  it("lacks a check of which one part failed", () => {
    const all = requiredChecks.map(passed);
    expect(findMissing([...all, { kind: "document", outcome: "failed", raw: "back" }])).toEqual(["document"]);
    expect(findMissing([...all, { kind: "document", outcome: "not_run", raw: "back" }])).toEqual([]);
  });

  it("lacks nothing where each was done, with or without a judgement of its own", () => {
    const similarity = { kind: "face_match", outcome: "informational", score: 0.9 } as const;
    expect(findMissing([passed("document"), similarity, passed("liveness")])).toEqual([]);
  });

  it("lacks nothing where the flow requires nothing", () => {
    expect(findMissing([], { requiredChecks: [] })).toEqual([]);
  });
});

describe("an approval that is held", () => {
  const held = {
    status: "PENDING_REVIEW",
    origin: "gateway",
    reasons: [
      { code: "required_check_missing", check: "face_match" },
      { code: "required_check_missing", check: "liveness" },
    ],
  } as const;

  it("lacks no more when the provider merely says less", () => {
    expect(findMissing([], held)).toEqual(["face_match", "liveness"]);
    expect(findMissing([passed("face_match"), passed("liveness")], held)).toEqual(["face_match", "liveness"]);
  });

  it("lacks less when one of them is done", () => {
    expect(findMissing([passed("document"), passed("face_match")], held)).toEqual(["liveness"]);
  });

  it("lacks more when the provider says that one failed", () => {
    const checks = [{ kind: "document", outcome: "failed" } as const];
    expect(findMissing(checks, held)).toEqual(requiredChecks);
  });

  it("lacks nothing when one report covers all", () => {
    expect(findMissing(requiredChecks.map(passed), held)).toEqual([]);
  });
});
