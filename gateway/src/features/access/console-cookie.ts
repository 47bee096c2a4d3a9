import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyRequest } from "fastify";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { longestMs } from "./console-sessions.service.ts";
import { signInMinutes } from "./oidc-sealed-sign-in.ts";

/** Browsers take a name with this prefix only over https, from this very host, for all paths. */
const secureName = "__Host-kyc_console";
const plainName = "kyc_console";

/** The value of a console session's cookie. Undefined: the request has none. */
export function readConsoleCookie({ headers }: FastifyRequest): string | undefined {
  const cookies = parseCookie(headers.cookie ?? "");
  return cookies[secureName] ?? cookies[plainName];
}

/** Between the way to the identity provider and the way back, which is another site's doing. */
const secureSignInName = "__Host-kyc_console_sign_in";
const plainSignInName = "kyc_console_sign_in";

/** The sealed sign-in that the browser brings back. Undefined: it has none. */
export function readSignInCookie({ headers }: FastifyRequest): string | undefined {
  const cookies = parseCookie(headers.cookie ?? "");
  return cookies[secureSignInName] ?? cookies[plainSignInName];
}

/** The header that lets the browser keep a sealed sign-in; without a value it takes it away. */
export function formatSignInCookie(isSecure: boolean, value: string | undefined): string {
  return formatCookie(isSecure ? secureSignInName : plainSignInName, {
    value,
    isSecure,
    sameSite: "lax",
    maxAge: signInMinutes * 60,
  });
}

/** The header that gives the browser its cookie; without a value it takes it away. */
export function describeConsoleCookie(request: FastifyRequest, value: string | undefined): string {
  return formatConsoleCookie(isOverTls(request), value);
}

/** The same, where the request does not show what the browser speaks. */
export function formatConsoleCookie(isSecure: boolean, value: string | undefined): string {
  return formatCookie(isSecure ? secureName : plainName, {
    value,
    isSecure,
    sameSite: "strict",
    maxAge: longestMs / 1000,
  });
}

interface CookieValues {
  readonly value: string | undefined;
  readonly isSecure: boolean;
  readonly sameSite: "strict" | "lax";
  readonly maxAge: number;
}

function formatCookie(name: string, { value, isSecure, sameSite, maxAge }: CookieValues): string {
  return stringifySetCookie({
    name,
    value: value ?? "",
    maxAge: value === undefined ? 0 : maxAge,
    path: "/",
    httpOnly: true,
    secure: isSecure,
    sameSite,
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
