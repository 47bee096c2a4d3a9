import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findAppSchemeFlaw, findReturnUrlIssue } from "./return-url.ts";
import { ok, start } from "./start-world.ts";

const schemes = ["com.shop.app", "shopwallet"];
const judge = (url: string) => findReturnUrlIssue(url, schemes)?.code;

describe("a return URL", () => {
  it.each([
    "https://shop.example/kyc/done",
    "https://shop.example/kyc/done?x=1#section-2",
    "http://localhost:3000/done",
    "HTTPS://shop.example/",
    "com.shop.app://kyc/done?x=1",
    "com.shop.app:/kyc/done",
    "COM.SHOP.APP://kyc/done",
    "shopwallet://done#fragment",
    "https://shop.example/@name?mail=a@b.example",
  ])("may be %s", (url) => {
    expect(judge(url)).toBeUndefined();
  });

  it.each([
    ["javascript:alert(1)", "scheme_not_allowed"],
    ["JavaScript://shop.example/%0aalert(1)", "scheme_not_allowed"],
    ["data:text/html,<script>alert(1)</script>", "scheme_not_allowed"],
    ["data:text/html;base64,PHNjcmlwdD4=", "scheme_not_allowed"],
    ["vbscript:msgbox(1)", "scheme_not_allowed"],
    ["file:///etc/passwd", "scheme_not_allowed"],
    ["blob:https://shop.example/0e9a", "scheme_not_allowed"],
    ["intent://scan/#Intent;end", "scheme_not_allowed"],
    ["view-source:https://shop.example", "scheme_not_allowed"],
    ["com.other.app://done", "scheme_not_allowed"],
    ["com.shop.application://done", "scheme_not_allowed"],
    ["http://user:pw@shop.example/", "credentials"],
    ["https://user@shop.example/", "credentials"],
    ["https://@shop.example/", "credentials"],
    ["https://shop.example:443@evil.example/", "credentials"],
    ["com.shop.app://user:pw@kyc/done", "credentials"],
    ["java\nscript:alert(1)", "not_a_url"],
    ["\u0001javascript:alert(1)", "not_a_url"],
    [" https://shop.example/", "not_a_url"],
    ["https:\\\\shop.example\\", "not_a_url"],
    ["https:shop.example", "not_a_url"],
    ["//shop.example/done", "not_a_url"],
    ["/done", "not_a_url"],
    ["", "not_a_url"],
  ])("may not be %j: %s", (url, code) => {
    expect(judge(url)).toBe(code);
  });

  it("with a scheme that runs a script is refused, though a tenant had listed it", () => {
    for (const scheme of ["javascript", "data", "vbscript", "file", "blob"]) {
      expect(findReturnUrlIssue(`${scheme}:x`, [scheme])?.code).toBe("scheme_not_allowed");
      expect(findAppSchemeFlaw(scheme)).toContain("refused");
    }
  });

  it("that is let through has a scheme that is allowed, as every browser reads it", () => {
    const part = fc.constantFrom(
      "java",
      "script",
      "data",
      ":",
      "/",
      "@",
      "\t",
      "\n",
      "https",
      "\u00A0",
      "x",
      "#",
      "?",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const url = parts.join("");
        if (judge(url) !== undefined) return;
        expect(["https:", "http:", ...schemes.map((each) => `${each}:`)]).toContain(new URL(url).protocol);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a start", () => {
  it("with a return URL that is not allowed is refused before anything is stored or sent, with what is allowed", async () => {
    const request = { applicant: { id: "user" }, returnUrl: "javascript:alert(1)" };
    const { calls, failure } = await start({ attempts: { first: ok } }, { request });
    expect(failure).toMatchObject({
      code: "invalid_request",
      issues: [
        { pointer: "/returnUrl", message: expect.stringContaining("https, http, com.shop.app") as string },
      ],
    });
    expect(calls).toEqual([]);
  });
});
