import { describe, expect, it } from "vitest";
import adapter from "../index.ts";
import type { Settings } from "./settings.schema.ts";

const base: Settings = {
  environment: "production",
  clientId: "client",
  clientSecret: "client-secret",
  webhook: { scheme: "hmac", secrets: ["webhook-secret"] },
};

function find(more: Partial<Settings>): readonly string[] {
  const issues = adapter.checkSettings?.({ ...base, ...more }) ?? [];
  for (const { message } of issues) expect(message).not.toContain("secret-");
  return issues.map(({ pointer, code }) => `${pointer} ${code}`);
}

const user = { username: "user", password: "secret-1" };
const client = { clientId: "c", clientSecret: "secret-1" };

describe("checkSettings", () => {
  it.each<[string, Partial<Settings>]>([
    ["a preset alone", {}],
    ["a white-label page", { hosts: { page: "https://verify.example.com/kyc" } }],
    ["a host of the same environment", { hosts: { kyc: "https://kycid.ondato.com" } }],
    ["loopback without encryption", { hosts: { idv: "http://127.0.0.1:4100", token: "http://[::1]:1" } }],
    ["a simulator in the sandbox", { environment: "sandbox", hosts: { idv: "http://simulator:4100" } }],
    ["several live secrets", { webhook: { scheme: "hmac", secrets: ["secret-1", "secret-2"] } }],
    ["a user", { webhook: { scheme: "basic", users: [user] } }],
    ["a client", { webhook: { scheme: "bearer", clients: [client], tokenLifetimeSeconds: 60 } }],
    ["addresses", { sourceAddresses: ["documented", "10.0.0.0/8", "::1"] }],
  ])("finds nothing wrong with %s", (_, more) => {
    expect(find(more)).toEqual([]);
  });

  it.each<[Partial<Settings>, readonly string[]]>([
    [{ hosts: { idv: "https://sandbox-idvapi.ondato.com" } }, ["/hosts/idv mixed_environments"]],
    [
      { environment: "sandbox", hosts: { kyc: "https://kycid.ondato.com" } },
      ["/hosts/kyc mixed_environments"],
    ],
    [{ hosts: { kyc: "http://kyc.example.com" } }, ["/hosts/kyc not_encrypted"]],
    [{ hosts: { page: "https://x.example.com/?id=" } }, ["/hosts/page not_a_base"]],
    [{ hosts: { token: "https://user@x.example.com" } }, ["/hosts/token not_a_base"]],
    [{ hosts: { token: "https://" } }, ["/hosts/token not_a_url"]],
    [{ webhook: { scheme: "hmac" } }, ["/webhook/secrets missing"]],
    [{ webhook: { scheme: "basic" } }, ["/webhook/users missing"]],
    [{ webhook: { scheme: "bearer" } }, ["/webhook/clients missing"]],
    [{ webhook: { scheme: "hmac", secrets: ["s"], users: [user] } }, ["/webhook/users contradiction"]],
    [
      { webhook: { scheme: "basic", users: [user], tokenLifetimeSeconds: 60 } },
      ["/webhook/tokenLifetimeSeconds contradiction"],
    ],
    [{ webhook: { scheme: "hmac", secrets: ["secret-1", "secret-1"] } }, ["/webhook/secrets/1 duplicate"]],
    [{ webhook: { scheme: "bearer", clients: [client, client] } }, ["/webhook/clients/1 duplicate"]],
    [
      { webhook: { scheme: "basic", users: [{ ...user, username: "a:b" }] } },
      ["/webhook/users/0/username colon"],
    ],
    [{ sourceAddresses: ["documented", "ondato.com"] }, ["/sourceAddresses/1 not_an_address"]],
  ])("finds what is wrong with %j", (more, expected) => {
    expect(find(more)).toEqual(expected);
  });
});

describe("origins", () => {
  it.each<[Partial<Settings>, readonly string[]]>([
    [{}, ["https://id.ondato.com", "https://idvapi.ondato.com", "https://kycid.ondato.com"]],
    [
      { environment: "sandbox" },
      [
        "https://sandbox-id.ondato.com",
        "https://sandbox-idvapi.ondato.com",
        "https://sandbox-kycid.ondato.com",
      ],
    ],
    [
      { hosts: { token: "http://127.0.0.1:1/token/", idv: "http://127.0.0.1:1", kyc: "http://127.0.0.1:2" } },
      ["http://127.0.0.1:1", "http://127.0.0.1:2"],
    ],
  ])("are those of the APIs and of the token endpoint, never that of the page: %j", (more, expected) => {
    expect(adapter.origins({ ...base, ...more })).toEqual(expected);
  });
});
