import { describe, expect, it } from "vitest";
import { approved, findCheck, report } from "../testing/reports.ts";

const page = { city: "Tbilisi", documentIssued: "1/15/2025", fullName: "Ana Beridze" };

describe("general documents", () => {
  it.each([
    ["drivers_license"],
    ["drivers-license"],
    ["vehicle_registration_certificate_front"],
    ["vehicle-registration-certificate-back"],
    ["lease_agreement"],
  ])("of the type %s are no proof of address", (typeId) => {
    const body = { ...approved, generalDocuments: [{ typeId, pages: [{ typeId, final: page }] }] };
    expect(findCheck(body, "address")).toEqual({ kind: "address", outcome: "not_run" });
    expect(report(body).claims?.proofsOfAddress).toBeUndefined();
    expect(report(body).evidence).toContainEqual({
      id: `general-document.${typeId.replaceAll("_", "-")}`,
      kind: "other",
    });
  });

  it.each(["utility_bill", "utility-bill", "BANK_STATEMENT"])("of the type %s are one", (typeId) => {
    const body = { ...approved, generalDocuments: [{ typeId, pages: [{ final: page }] }] };
    expect(findCheck(body, "address")).toEqual({ kind: "address", outcome: "passed" });
    expect(report(body).claims?.proofsOfAddress).toHaveLength(1);
  });

  it("with two pages of one bill are one proof, with the facts of both", () => {
    const pages = [
      { typeId: "utility-bill", final: { fullName: "Ana Beridze", documentIssued: null } },
      { typeId: "utility-bill", final: { fullName: null, documentIssued: "1/15/2025", city: "Tbilisi" } },
    ];
    const { claims } = report({ ...approved, generalDocuments: [{ typeId: "utility_bill", pages }] });
    expect(claims?.proofsOfAddress).toEqual([
      {
        documentType: "utility_bill",
        name: { fullName: "Ana Beridze" },
        address: { city: "Tbilisi" },
        issuedOn: "2025-01-15",
      },
    ]);
  });

  it("mix no address of two pages, and are two proofs when they are two documents", () => {
    const pages = [
      { final: { street: "Main Street" } },
      { final: { city: "Tbilisi", street: "Side Street" } },
    ];
    const bill = { typeId: "utility_bill", pages };
    const proofs = report({ ...approved, generalDocuments: [bill, bill] }).claims?.proofsOfAddress;
    expect(proofs?.map(({ address }) => address)).toEqual([
      { street: "Main Street" },
      { street: "Main Street" },
    ]);
  });

  it.each([
    [["BLURRY_PAGE"], { kind: "other", outcome: "informational", raw: "BLURRY_PAGE" }],
    [[{ code: "CUT_OFF" }], { kind: "other", outcome: "informational", raw: "CUT_OFF" }],
    [["poor_quality"], { kind: "other", outcome: "unavailable", raw: "poor_quality" }],
  ])("keep the statuses %j of their pages", (statuses, check) => {
    const pages = [{ typeId: "utility-bill", final: page, statuses }];
    const body = { ...approved, generalDocuments: [{ typeId: "utility_bill", pages }] };
    expect(report(body).checks).toContainEqual(check);
    expect(findCheck(body, "address")?.outcome).toBe("informational");
  });
});
