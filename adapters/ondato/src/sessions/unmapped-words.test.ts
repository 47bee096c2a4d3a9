import { describe, expect, it } from "vitest";
import { createSessionReader } from "../testing/session-reader.ts";

const read = createSessionReader();

describe("words that no table has", () => {
  it.each([
    [{ statusReason: "NoSelfiePlease" }, { member: "statusReason", word: "NoSelfiePlease" }],
    [{ rules: [{ name: "EyesOpen", status: "Fail" }] }, { member: "rules[].name", word: "EyesOpen" }],
    [{ rules: [{ name: "NotUnder18", status: "Maybe_so" }] }, { member: "rules[].status", word: "Maybe_so" }],
    [
      { fraudChecks: [{ name: "PhotoOfScreen", status: "Fail" }] },
      { member: "fraudChecks[].name", word: "PhotoOfScreen" },
    ],
    [
      { document: { ocrValidations: [{ key: "PlaceOfBirth", isValid: true }] } },
      { member: "ocrValidations[].name", word: "PlaceOfBirth" },
    ],
    [
      { registries: [{ name: "LtResidents", status: "not_found" }] },
      { member: "registries[].status", word: "not_found" },
    ],
  ])("are told of %j", async (identification, word) => {
    expect((await read({ identification })).unmappedWords).toEqual([word]);
  });

  it.each(["Jane Specimen is under age", "Specimen", "39012310000", "jane@example.com"])(
    "are neither told nor shown where they may hold a person: %j",
    async (text) => {
      const identification = {
        status: "Rejected",
        statusReason: text,
        rules: [{ name: text, status: "Fail" }],
      };
      const { raw: _body, ...report } = await read({ identification });
      expect(report.unmappedWords).toEqual([{ member: "statusReason" }, { member: "rules[].name" }]);
      expect(JSON.stringify(report)).not.toContain(text);
    },
  );

  it("are none in bodies that hold documented words alone", async () => {
    const identification = {
      status: "Approved",
      statusReason: "AutomaticallyIdentified",
      rules: [{ name: "NotUnder18", status: "Success" }],
      registries: [{ name: "Jane Specimen's register", status: "Success" }],
      document: { ocrValidations: [{ key: "FirstName", isValid: false }] },
    };
    expect(await read({ identification })).not.toHaveProperty("unmappedWords");
  });
});
