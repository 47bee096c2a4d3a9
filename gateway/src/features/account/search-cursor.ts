import { ProblemError } from "../../platform/http/problem-error.ts";

/** A page's end is the provider's own word: it is given with the connection that it means something to. */
export function writeSearchCursor(connection: string, cursor: string): string {
  return Buffer.from(JSON.stringify([connection, cursor])).toString("base64url");
}

/** The provider's word; throws `invalid_request` for what is no `nextCursor` of this connection's. */
export function readSearchCursor(connection: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const [owner, cursor] = parseCursor(text);
  if (owner === connection && typeof cursor === "string") return cursor;
  const message = "must be the nextCursor of an earlier page of the same connection";
  throw new ProblemError("invalid_request", { issues: [{ pointer: "/cursor", code: "cursor", message }] });
}

function parseCursor(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
