import type { Exchange } from "../server/exchange.ts";
import { Problem } from "./problem.ts";
import type { ProblemParams } from "./problem.ts";

export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A JSON object; anything else is a failed validation. */
export function readMembers(exchange: Exchange): Members {
  const type = exchange.request.headers["content-type"] ?? "";
  const members = type.includes("json") ? parse(exchange.rawBody.toString()) : undefined;
  if (!isMembers(members)) throw new Problem("ValidationFailed", "The body must be a JSON object.");
  return members;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Collects what is wrong with a body, to refuse it with everything at once. */
export class Validation {
  readonly #params: Record<string, { reason: string; message: string }[]> = {};

  check(isRight: boolean, field: string, message: string): void {
    if (!isRight) (this.#params[field] ??= []).push({ reason: "Invalid", message });
  }

  finish(): void {
    const params: ProblemParams = this.#params;
    if (Object.keys(params).length > 0)
      throw new Problem("ValidationFailed", "One or more members are not valid.", params);
  }
}

export function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

export function isAbsentOr(value: unknown, isRight: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || isRight(value);
}
