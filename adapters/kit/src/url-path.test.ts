import * as fc from "fast-check";
import { expect, it } from "vitest";
import { urlPath } from "./url-path.ts";

it("keeps every value within its segment", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (id) => {
      fc.pre(id !== "." && id !== "..");
      const url = new URL(urlPath`/v1/checks/${id}/files/${7}`, "https://api.example");
      expect(url.pathname.split("/")).toHaveLength(6);
      expect([url.search, url.hash, url.host]).toEqual(["", "", "api.example"]);
      expect(decodeURIComponent(url.pathname.split("/")[3] ?? "")).toBe(id.toWellFormed());
    }),
  );
});

it.each(["", ".", ".."])("refuses %j before anything is sent", (id) => {
  expect(() => urlPath`/v1/checks/${id}`).toThrow(
    expect.objectContaining({ code: "request_rejected", requestSent: false }),
  );
});
