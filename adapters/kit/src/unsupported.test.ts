import { expect, it } from "vitest";
import { listUnsupported } from "./unsupported.ts";

const request = { sessionId: "s", flow: {}, applicant: { id: "a" } };

it("names what was asked and cannot be done, and nothing else", () => {
  const messages = { schedule: "start at once", presets: "ask no questions" };
  expect(listUnsupported(request, messages)).toEqual([]);
  expect(listUnsupported({ ...request, language: "ka" }, messages)).toEqual([]);
  expect(listUnsupported({ ...request, language: "ka", presets: {} }, messages)).toEqual([
    { pointer: "/presets", code: "unsupported", message: "ask no questions" },
  ]);
});
