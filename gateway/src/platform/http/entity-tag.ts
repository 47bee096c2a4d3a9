import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "./problem-error.ts";

/** The version of a representation, as `ETag` says it: equal for equal ones. */
export function describeVersion(representation: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(representation)).digest("base64url");
  return `"${hash.slice(0, 22)}"`;
}

/**
 * Refuses a change that was meant for another version than the present one (`If-Match`): two operators do not overwrite
 * each other. Undefined: there is nothing yet. A request that names no version is meant for any.
 */
export function requireVersion(request: FastifyRequest, present: unknown): void {
  const wanted = request.headers["if-match"];
  if (wanted === undefined) return;
  const isMet =
    present !== undefined &&
    wanted.split(",").some((tag) => tag.trim() === "*" || tag.trim() === describeVersion(present));
  if (!isMet)
    throw new ProblemError("version_changed", {
      detail: "Somebody has changed this since: read it again, and send its new ETag.",
    });
}
