import { validate as isUuid } from "uuid";
import { ProblemError } from "./problem-error.ts";
import { isStorableTime } from "./storable-time.ts";

/** Where a page begins: after this session, going back in time. */
export interface PagePosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** Where the next page begins, opaque to products. */
export function encodeCursor({ createdAt, id }: PagePosition): string {
  return Buffer.from(`${createdAt.toISOString()} ${id}`).toString("base64url");
}

/** Throws the problem of a cursor that is not ours. */
export function decodeCursor(cursor: string): PagePosition {
  const [time = "", id = ""] = Buffer.from(cursor, "base64url").toString("utf8").split(" ");
  const createdAt = new Date(time);
  if (!isStorableTime(createdAt) || !isUuid(id)) throw refuseCursor();
  return { createdAt, id };
}

/** Of lists whose cursor is an item's id. Throws the problem of one that no page gave: an empty page would say that all was seen. */
export async function requireCursor(
  cursor: string | undefined,
  isItem: (id: string) => Promise<boolean>,
): Promise<void> {
  if (cursor !== undefined && !(await isItem(cursor))) throw refuseCursor();
}

function refuseCursor(): ProblemError {
  const issue = {
    pointer: "query cursor",
    code: "wrong_format",
    message: "is not a cursor that a page of this list gave: begin again without it",
  };
  return new ProblemError("invalid_request", { issues: [issue] });
}
