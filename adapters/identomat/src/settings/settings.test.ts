import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import adapter from "../index.ts";
import { createSettings } from "../testing/connection.ts";
import { checkSettings } from "./check-settings.ts";
import { listOrigins, resolveEndpoints } from "./endpoints.ts";
import { Settings } from "./settings.schema.ts";

const ajv = new Ajv({ strict: true, allErrors: true, keywords: ["x-secret", "x-development-only"] });
const isValid = ajv.compile(JSON.parse(JSON.stringify(Settings)) as object);

describe("the schema of settings", () => {
  it.each([
    { companyKey: "k" },
    createSettings({ secretKey: "s", signatureHeader: "X-Signature", signaturePrefix: "HMAC " }),
    createSettings({ baseUrl: "http://localhost:8080/external-api", sessionLifetimeMinutes: 60 }),
  ])("accepts %j", (settings) => {
    expect(isValid(settings)).toBe(true);
  });

  it.each([
    {},
    { companyKey: "" },
    { companyKey: "k", company_key: "k" },
    { companyKey: "k", callbackApiKeys: "one" },
    { companyKey: "k", callbackApiKeys: [""] },
    { companyKey: "k", baseUrl: "widget.identomat.com" },
    { companyKey: "k", baseUrl: "https://widget.identomat.com/?a=b" },
    { companyKey: "k", signatureHeader: "X Signature" },
    { companyKey: "k", signaturePrefix: "a\r\nb: c" },
    { companyKey: "k", sessionLifetimeMinutes: 0 },
  ])("refuses %j", (settings) => {
    expect(isValid(settings)).toBe(false);
  });

  it("marks every secret", () => {
    const secrets = Object.entries(Settings.properties).filter(([, schema]) => schema["x-secret"] === true);
    expect(secrets.map(([name]) => name)).toEqual(["companyKey", "secretKey", "callbackApiKeys"]);
  });
});

describe("checkSettings", () => {
  it.each(["http://widget.identomat.com/external-api", "http://10.0.0.7/external-api"])(
    "refuses keys in the clear to %s",
    (baseUrl) => {
      expect(checkSettings(createSettings({ baseUrl }))).toMatchObject([
        { pointer: "/baseUrl", code: "url_insecure" },
      ]);
    },
  );

  it.each([
    "https://widget.identomat.com/external-api",
    "http://localhost:4041",
    "http://127.0.0.1:4041/external-api/",
    "http://simulators:4041/external-api",
    "http://simulators.kyc.svc.cluster.local/external-api",
  ])("accepts %s", (baseUrl) => {
    expect(checkSettings(createSettings({ baseUrl }))).toEqual([]);
  });

  it.each(["https://user:secret@example.com/", "https://", "https://exa mple.com"])(
    "refuses the URL %s",
    (url) => {
      expect(checkSettings(createSettings({ widgetUrl: url }))).toMatchObject([
        { pointer: "/widgetUrl", code: "url_invalid" },
      ]);
    },
  );
});

describe("endpoints", () => {
  it.each([
    [undefined, "https://widget.identomat.com/external-api"],
    ["https://widget.identomat.com/external-api/", "https://widget.identomat.com/external-api"],
    ["https://widget.identomat.com", "https://widget.identomat.com/external-api"],
    ["http://localhost:4041/external-api//", "http://localhost:4041/external-api"],
    ["http://localhost:4041", "http://localhost:4041"],
  ])("with the base %s call %s", (baseUrl, expected) => {
    const settings = createSettings(baseUrl === undefined ? {} : { baseUrl });
    expect(resolveEndpoints(settings).widgetApi).toBe(expected);
  });

  it("open the applicant's page on the host of the base, or where the settings say", () => {
    expect(resolveEndpoints(createSettings()).widgetPage).toBe("https://widget.identomat.com");
    const widgetUrl = "https://verify.example.com/widget/";
    expect(resolveEndpoints(createSettings({ widgetUrl })).widgetPage).toBe(
      "https://verify.example.com/widget",
    );
  });

  it("name the origins that are called, each once, and not the applicant's page", () => {
    const documented = ["https://widget.identomat.com", "https://external-api.identomat.com"];
    expect(listOrigins(createSettings())).toEqual(documented);
    expect(listOrigins(createSettings({ baseUrl: "https://widget.identomat.com/" }))).toEqual(documented);
    const standIn = createSettings({ baseUrl: "https://stand-in.example.com/external-api" });
    expect(listOrigins(standIn)).toEqual(["https://stand-in.example.com"]);
    const both = { baseUrl: "https://a.example.com/x", externalApiBaseUrl: "https://b.example.com:8443/y" };
    expect(listOrigins(createSettings(both))).toEqual([
      "https://a.example.com",
      "https://b.example.com:8443",
    ]);
    const one = { baseUrl: "http://localhost:1/external-api", externalApiBaseUrl: "http://localhost:1" };
    expect(adapter.origins(createSettings(one))).toEqual(["http://localhost:1"]);
  });
});
