import { describe, expect, it } from "vitest";
import { mergeCells, presentRow, type NamedCell } from "./present-row.ts";
import { createRates } from "./session-costs.ts";

const startsAt = Date.parse("2026-03-01T00:00:00Z");
const findRates = createRates(new Map());
const present = (reasons: readonly string[], smallest: number) => {
  const cell: NamedCell = { startsAt, group: {}, created: 0, sums: [], reasons: [...reasons], charges: [] };
  return presentRow(cell, { showGroup: () => ({}), smallest, findRates }).rejectedByReason;
};
const face = { code: "face_mismatch", sessions: 9 };
const expired = { code: "document_expired", sessions: 6 };

describe("the reasons of a row", () => {
  it("come by their number, then by their name", () => {
    expect(present(["underage,6,face_mismatch,9,document_expired,6"], 0)).toEqual([
      face,
      expired,
      { code: "underage", sessions: 6 },
    ]);
  });

  it("of a tenant leave out those of few sessions", () => {
    expect(present(["face_mismatch,9,document_expired,6,underage,4,blocklisted,1"], 5)).toEqual([
      face,
      expired,
    ]);
  });

  it("leave out one more where the difference to all rejections would tell of few sessions", () => {
    expect(present(["face_mismatch,9,document_expired,6,underage,4"], 5)).toEqual([face]);
    expect(present(["face_mismatch,9,underage,2,blocklisted,2"], 5)).toEqual([]);
    expect(present(["face_mismatch,9,document_expired,6"], 5)).toEqual([face, expired]);
  });
});

describe("rows of connections that had one name after each other", () => {
  it("are one, with all that lies beside them", () => {
    const names = new Map([
      ["old", "bank"],
      ["new", "bank"],
      ["other", "shop"],
    ]);
    const at = (connection: string) => ({ startsAt, group: { connection } });
    const rows = mergeCells(
      {
        cells: ["old", "new", "other"].map((connection) => ({ ...at(connection), created: 3, sums: "3" })),
        reasons: ["old", "new"].map((connection) => ({ ...at(connection), reasons: "underage,1" })),
        charged: [{ ...at("new"), charges: "new,1,1,1" }],
      },
      { names, nameTenant: (id) => id },
    );
    expect(rows).toEqual([
      {
        startsAt,
        group: { connection: "bank" },
        created: 6,
        sums: ["3", "3"],
        reasons: ["underage,1", "underage,1"],
        charges: ["new,1,1,1"],
      },
      { startsAt, group: { connection: "shop" }, created: 3, sums: ["3"], reasons: [], charges: [] },
    ]);
  });
});
