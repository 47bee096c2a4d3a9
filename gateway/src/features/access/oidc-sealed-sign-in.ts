import { hkdfSync } from "node:crypto";
import type { ConsoleOidcConfig } from "../../platform/config/console-oidc.ts";

/** What was begun and has to fit what comes back. */
export interface BegunSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** How long somebody may take at the identity provider. */
export const signInMinutes = 10;

const encryption = "A256GCM";
const purpose = "kyc-console-sign-in";

/** Every replica has the client's secret, so that any of them can open what another one sealed. */
function deriveKey({ issuer, clientSecret }: ConsoleOidcConfig): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", clientSecret, issuer, purpose, 32));
}

/** Seals what was begun for the browser's cookie. */
export async function sealSignIn(settings: ConsoleOidcConfig, begun: BegunSignIn): Promise<string> {
  const { EncryptJWT } = await import("jose");
  return new EncryptJWT({ ...begun })
    .setProtectedHeader({ alg: "dir", enc: encryption })
    .setExpirationTime(`${signInMinutes}m`)
    .encrypt(deriveKey(settings));
}

/** Opens it. Undefined: it is somebody else's, was changed, or is too old. */
export async function openSignIn(
  settings: ConsoleOidcConfig,
  sealed: string,
): Promise<BegunSignIn | undefined> {
  const { jwtDecrypt } = await import("jose");
  try {
    const { payload } = await jwtDecrypt<BegunSignIn>(sealed, deriveKey(settings), {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: [encryption],
      requiredClaims: ["exp"],
    });
    return payload;
  } catch {
    return undefined;
  }
}
