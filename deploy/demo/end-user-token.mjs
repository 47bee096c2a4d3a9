import { createHmac } from "node:crypto";

const lifetimeSeconds = 24 * 60 * 60;

/** A token as Kvary's own login would issue it: HS256, with subject and expiry. */
export function issueEndUserToken(subject, secret) {
  const payload = { sub: subject, exp: Math.floor(Date.now() / 1000) + lifetimeSeconds };
  const signed = [{ alg: "HS256", typ: "JWT" }, payload].map(encode).join(".");
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
