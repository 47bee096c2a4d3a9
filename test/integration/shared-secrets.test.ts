import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeAccount, startHarness, type Harness } from "../support/gateway-harness.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const ondato = (webhook: object) => ({
  environment: "sandbox",
  clientId: "shop-client",
  clientSecret: "shop-client-secret",
  webhook,
});
const short = "x".repeat(15);
const longEnough = "x".repeat(16);

describe("a secret that opens a webhook", () => {
  const secrets: [name: string, adapter: string, pointer: string, describe: (secret: string) => object][] = [
    [
      "a key in the body",
      "identomat",
      "/callbackApiKeys/0",
      (secret) => ({ ...describeAccount("shop", harness.identomat), callbackApiKeys: [secret] }),
    ],
    [
      "a signing secret",
      "ondato",
      "/webhook/secrets/0",
      (secret) => ondato({ scheme: "hmac", secrets: [secret] }),
    ],
    [
      "a password",
      "ondato",
      "/webhook/users/0/password",
      (password) => ondato({ scheme: "basic", users: [{ username: "ondato", password }] }),
    ],
    [
      "a client's secret",
      "ondato",
      "/webhook/clients/0/clientSecret",
      (clientSecret) => ondato({ scheme: "bearer", clients: [{ clientId: "ondato", clientSecret }] }),
    ],
  ];

  it.each(secrets)(
    "is refused when it can be guessed, and the minimum is named: %s",
    async (...[, adapter, pointer, settings]) => {
      const save = (secret: string) =>
        harness.provisioning.saveConnection({
          name: "secrets",
          adapter,
          tenant: "shop",
          settings: settings(secret) as Record<string, unknown>,
        });
      for (const secret of ["a", short])
        await expect(save(secret)).rejects.toMatchObject({
          issues: [
            expect.objectContaining({
              pointer: expect.stringContaining(pointer),
              message: expect.stringMatching(/16/),
            }),
          ],
        });
      await expect(save(longEnough)).resolves.toBeTypeOf("string");
      await harness.provisioning.removeConnection("secrets");
    },
  );
});
