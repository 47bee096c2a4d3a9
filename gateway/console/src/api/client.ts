import createClient, { type FetchResponse } from "openapi-fetch";
import type { components, paths } from "../generated/api.ts";

export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];

/** An answer that is a failure: what the gateway said of it, for people. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** The API of operators, with the types of its OpenAPI document. The cookie of the sign-in goes along by itself. */
export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  credentials: "same-origin",
  // No page of another origin can send it: a request that changes something is refused without it.
  headers: { "x-kyc-console": "1" },
});

/** The body of a good answer. Throws `ProblemError` for any other. */
export async function unwrap<
  Answer extends Record<string | number, unknown>,
  Options,
  Media extends `${string}/${string}`,
>(
  pending: Promise<FetchResponse<Answer, Options, Media>>,
): Promise<NonNullable<FetchResponse<Answer, Options, Media>["data"]>> {
  const { data, response, error } = await pending;
  if (response.ok) return data as NonNullable<typeof data>;
  throw new ProblemError(readProblem(error, response.status));
}

function readProblem(body: unknown, status: number): Problem {
  if (typeof body === "object" && body !== null && "code" in body) return body as Problem;
  return { type: "about:blank", title: `HTTP ${status}`, status, code: "internal_error", retryable: true };
}

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined | ""> };

/** Query parameters without those that are not set: an empty field of a filter is none. */
export function given<T extends Record<string, string | number | boolean | undefined>>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ""),
  ) as Given<T>;
}

/** Why personal data are read: a header, whose bytes are UTF-8 in any script. */
export function accessReason(reason: string): { readonly "x-access-reason": string } {
  return { "x-access-reason": String.fromCharCode(...new TextEncoder().encode(reason)) };
}
