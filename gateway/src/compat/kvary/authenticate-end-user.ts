import { errors, jwtVerify } from "jose";
import { ProblemError } from "../../http/problem-error.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The end user of a Kvary request: the token's subject. */
    endUserId: string;
  }
}

const subjectPattern = /^[\x21-\x7e]{1,128}$/;

/** The subject of an end user's token: HS256 under `JWT_SECRET`, not expired. Throws the problem `unauthenticated`. */
export async function authenticateEndUser(
  authorization: string | undefined,
  secret: Uint8Array,
): Promise<string> {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined)
    throw new ProblemError("unauthenticated", {
      detail: "Send the user's token as `Authorization: Bearer <token>`.",
    });
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ["HS256"],
      clockTolerance: 30,
      requiredClaims: ["sub", "exp"],
    });
    if (subjectPattern.test(payload.sub ?? "")) return payload.sub as string;
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
  }
  throw new ProblemError("unauthenticated", {
    detail: "The token is not valid: wrong signature, expired, or without a usable subject.",
  });
}
