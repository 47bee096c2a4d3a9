import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from "jose";
import { ProblemError } from "../../platform/http/problem-error.ts";

interface Expected {
  /** Compared where it is given. */
  readonly issuer?: string;
  readonly audience?: string;
}

/** How end users' tokens are signed: with a secret that both sides know, or with a private key whose public one is fetched. */
export type EndUserTokens = Expected &
  ({ readonly kind: "secret"; readonly secret: Uint8Array } | { readonly kind: "jwks"; readonly url: URL });

/** The subject of a token; undefined: it is not valid. Throws `overloaded` while the keys cannot be fetched. */
type IdentifyEndUser = (token: string) => Promise<string | undefined>;

/** As of an applicant's id: what a URL takes for a step could never be read or erased. */
const subjectPattern = /^(?!(?:\.|%2e){1,2}$)[\x21-\x7e]{1,128}$/i;

/** Chosen by us and never by the token: a public key is no secret, and `none` is nothing. */
const algorithms = {
  secret: ["HS256"],
  jwks: ["RS256", "PS256", "ES256", "EdDSA"],
} as const satisfies Record<EndUserTokens["kind"], readonly string[]>;

export function createEndUserIdentification(tokens: EndUserTokens): IdentifyEndUser {
  const verify = createVerifier(tokens);
  return async (token) => {
    const subject: unknown = await verify(token).then(
      ({ sub }) => sub,
      (error: unknown) => explainFailure(error, tokens.kind),
    );
    return typeof subject === "string" && subjectPattern.test(subject) ? subject : undefined;
  };
}

function createVerifier(tokens: EndUserTokens): (token: string) => Promise<JWTPayload> {
  const options: JWTVerifyOptions = {
    algorithms: [...algorithms[tokens.kind]],
    clockTolerance: 30,
    requiredClaims: ["sub", "exp"],
    ...(tokens.issuer === undefined ? {} : { issuer: tokens.issuer }),
    ...(tokens.audience === undefined ? {} : { audience: tokens.audience }),
  };
  if (tokens.kind === "secret")
    return async (token) => (await jwtVerify(token, tokens.secret, options)).payload;
  // A token with an unknown key id makes it fetch again, at most once in the cooldown.
  const keys = createRemoteJWKSet(tokens.url, {
    timeoutDuration: 3000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
  });
  return async (token) => (await jwtVerify(token, keys, options)).payload;
}

/** A token that could not be looked at is neither good nor bad: that the keys are away is our trouble, not the user's. */
function explainFailure(error: unknown, kind: EndUserTokens["kind"]): undefined {
  // A secret is here: whatever goes wrong is wrong with the token.
  if (kind === "secret") return undefined;
  const isKeySourceAway =
    !(error instanceof errors.JOSEError) ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === "ERR_JOSE_GENERIC";
  if (isKeySourceAway) throw new ProblemError("overloaded", { retryAfterMs: 5000 });
  return undefined;
}
