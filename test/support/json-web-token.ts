import { createHmac, generateKeyPairSync, sign as signBytes } from "node:crypto";

/** Signs under a secret, with a private key, or not at all. */
export type Signer = (input: string) => string;

/** A token as RFC 7515 spells it; header and claims are taken as they are, right or wrong. */
export function encodeToken(header: object, claims: object, signer: Signer): string {
  const input = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `${input}.${signer(input)}`;
}

export function signWith(secret: string, hash: "sha256" | "sha512" = "sha256"): Signer {
  return (input) => createHmac(hash, secret).update(input).digest("base64url");
}

/** RS256 under a key pair of its own. */
export function signWithNewKey(): Signer {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return (input) => signBytes("sha256", Buffer.from(input), privateKey).toString("base64url");
}

export const unsigned: Signer = () => "";
