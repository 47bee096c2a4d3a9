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
  const isMet = present !== undefined && listTags(wanted).some((tag) => tag === "*" || isTagOf(tag, present));
  if (!isMet)
    throw new ProblemError("version_changed", {
      detail: "This was changed in the meantime: read it again, and send its new ETag.",
    });
}

function listTags(header: string): string[] {
  return header.split(",").map((tag) => tag.trim());
}

/** What proxies that compress put behind the tag of what they compressed, within its quotes. */
const codingSuffix = /[-;](?:gzip|br|deflate|zstd)"$/;

/**
 * Whether a tag names this version. Our tag is a hash of the representation, so that it means the same in its weak form
 * and with the name of a coding behind it: what a proxy makes of it when it compresses an answer.
 */
function isTagOf(tag: string, present: unknown): boolean {
  const version = describeVersion(present);
  const strong = tag.replace(/^W\//, "");
  return strong === version || strong.replace(codingSuffix, '"') === version;
}
