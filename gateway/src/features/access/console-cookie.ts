import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { longestMs } from "./console-sessions.service.ts";

/** Browsers take a name with this prefix only over https, from this very host, for all paths. */
const secureName = "__Host-kyc_console";
const plainName = "kyc_console";

/** The value of a console session's cookie. Undefined: the request has none. */
export function readConsoleCookie({ headers }: FastifyRequest): string | undefined {
  const cookies = parseCookie(headers.cookie ?? "");
  return cookies[secureName] ?? cookies[plainName];
}

/** The header that gives the browser its cookie; without a value it takes it away. */
export function describeConsoleCookie(request: FastifyRequest, value: string | undefined): string {
  const isSecure = isOverTls(request);
  return stringifySetCookie({
    name: isSecure ? secureName : plainName,
    value: value ?? "",
    maxAge: value === undefined ? 0 : longestMs / 1000,
    path: "/",
    httpOnly: true,
    secure: isSecure,
    sameSite: "strict",
  });
}

/** The browser knows best what it speaks: TLS may end at a proxy that this process does not trust. */
function isOverTls({ headers, protocol }: FastifyRequest): boolean {
  return headers.origin === undefined ? protocol === "https" : headers.origin.startsWith("https://");
}

/** What a page of another site cannot send without being asked first. */
const consoleHeader = "x-kyc-console";

const reading: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/** Throws for a request that a browser may have been led into: one that changes something and is not the console's own. */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | undefined): void {
  if (reading.has(request.method)) return;
  const { [consoleHeader]: mark, origin } = request.headers;
  if (mark !== undefined && isOwnOrigin(origin, request.host, publicUrl)) return;
  throw new ProblemError("cross_site_request", {
    detail: `A change by a console session needs the header \`X-KYC-Console\` and the \`Origin\` of this gateway.`,
  });
}

function isOwnOrigin(origin: string | undefined, host: string, publicUrl: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  return origin === publicUrl || new URL(origin).host === host.toLowerCase();
}
