import { describe, expect, it } from "vitest";
import { createStartRequest } from "../testing/connection.ts";
import { checkStart } from "./check-start.ts";

const check = (more: Parameters<typeof createStartRequest>[0]) => checkStart(createStartRequest(more));

describe("checkStart", () => {
  it("finds no issue in the smallest request", () => {
    expect(check({})).toEqual([]);
  });

  it.each([
    [{ startsAt: "2026-05-05T10:00:00Z", endsAt: "2026-05-05T09:59:59Z" }],
    [{ startsAt: "2026-05-05T10:00:00Z", endsAt: "2026-05-05T10:00:00Z" }],
    [{ startsAt: "2026-05-05T10:00:00Z", endsAt: "2026-05-05T13:00:00+04:00" }],
  ])("points at the end of the window %j, which is over before it opens", (schedule) => {
    expect(check({ schedule })).toMatchObject([{ pointer: "/schedule/endsAt" }]);
  });

  it.each([
    [{ startsAt: "2026-05-05T10:00:00Z", endsAt: "2026-05-05T13:00:00+02:00" }],
    [{ endsAt: "2026-05-05T13:00:00Z" }],
    [{}],
  ])("accepts the window %j", (schedule) => {
    expect(check({ schedule })).toEqual([]);
  });

  it("points at a time without a zone", () => {
    expect(check({ schedule: { startsAt: "2026-05-05T10:00:00" } })).toMatchObject([
      { pointer: "/schedule/startsAt", code: "time_invalid" },
    ]);
  });

  it.each([
    [{ flags: { document_types: ["passport" as const] } }],
    [
      {
        steps: [
          { type: "identity-document" as const, key: "d", flags: { document_types: ["passport" as const] } },
        ],
      },
    ],
  ])("points at documents that the flow %j does not allow", (flow) => {
    expect(check({ flow, documentTypes: ["id_card"] })).toMatchObject([{ pointer: "/documentTypes" }]);
    expect(check({ flow, documentTypes: ["passport", "id_card"] })).toEqual([]);
  });

  it("points at countries that the flow does not allow", () => {
    const flow = { flags: { document_countries: ["GEO"] } };
    expect(check({ flow, documentCountries: ["DEU"] })).toMatchObject([{ pointer: "/documentCountries" }]);
    expect(check({ flow, documentCountries: ["DEU", "GEO"] })).toEqual([]);
  });

  it("takes an empty list in a flow for no limit, as the provider does", () => {
    const flow = { flags: { document_types: [], document_countries: [] } };
    expect(check({ flow, documentTypes: ["passport"], documentCountries: ["DEU"] })).toEqual([]);
  });

  it("points at documents asked for where the flow skips them", () => {
    const flow = { flags: { skip_document: true } };
    expect(check({ flow, documentTypes: ["passport"], documentCountries: ["DEU"] })).toMatchObject([
      { pointer: "/documentTypes", code: "no_document_step" },
      { pointer: "/documentCountries", code: "no_document_step" },
    ]);
  });
});
