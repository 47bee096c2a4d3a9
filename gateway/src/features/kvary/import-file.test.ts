import { describe, expect, it } from "vitest";
import { readImportFile } from "./import-file.ts";

const now = new Date("2026-01-01T00:00:00Z");
const line = (more: object) =>
  JSON.stringify({ userId: "4711", status: "VERIFIED", decidedAt: "2025-03-01T12:00:00Z", ...more });

describe("a file of people who were decided about before", () => {
  it("is one object for each line; empty lines are nobody", () => {
    const text = `${line({})}\n\n${line({ userId: "4712", status: "REJECTED", documentExpiresOn: "2031-06-28" })}\n`;
    expect(readImportFile(text, now)).toMatchObject([
      { applicantId: "4711", status: "APPROVED", documentExpiresOn: null, flow: "standard" },
      { applicantId: "4712", status: "REJECTED", documentExpiresOn: "2031-06-28" },
    ]);
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["no user", line({ userId: undefined })],
    ["a user with spaces", line({ userId: "4 7" })],
    ["a number as user", line({ userId: 4711 })],
    ["another status", line({ status: "PENDING" })],
    ["a status in small letters", line({ status: "verified" })],
    ["no time", line({ decidedAt: undefined })],
    ["a day that there is not", line({ decidedAt: "2025-02-30T12:00:00Z" })],
    ["a time without a zone", line({ decidedAt: "2025-03-01T12:00:00" })],
    ["a time to come", line({ decidedAt: "2027-03-01T12:00:00Z" })],
    ["a document's day that there is not", line({ documentExpiresOn: "2031-02-29" })],
    ["a member that nobody knows", line({ name: "Nimushi" })],
  ])("with %s is refused as a whole, by line and without a person's data", (_name, wrong) => {
    const read = () => readImportFile(`${line({ userId: "first" })}\n${wrong}`, now);
    expect(read).toThrow(/Nothing was imported.*\n {2}- line 2: /);
    expect(read).not.toThrow(/4711|Nimushi/);
  });

  it("names nobody twice", () => {
    expect(() => readImportFile(`${line({})}\n${line({ status: "REJECTED" })}`, now)).toThrow(
      "line 2: userId is that of line 1",
    );
  });
});
