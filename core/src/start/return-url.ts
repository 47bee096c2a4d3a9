import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";

/** Schemes that run a script, read a device's files, or start anything at all: no tenant can allow them. */
const dangerousSchemes: ReadonlySet<string> = new Set([
  "about",
  "blob",
  "content",
  "data",
  "file",
  "filesystem",
  "intent",
  "jar",
  "javascript",
  "livescript",
  "mhtml",
  "mocha",
  "ms-its",
  "vbscript",
  "view-source",
]);
const webSchemes: ReadonlySet<string> = new Set(["http", "https"]);

/** Why a scheme cannot be one of a tenant's apps; undefined: it can. */
export function findAppSchemeFlaw(scheme: string): string | undefined {
  if (dangerousSchemes.has(scheme)) return `is refused: ${scheme} can run a script or reach into a device`;
  return webSchemes.has(scheme) ? `is not needed: ${scheme} is always allowed` : undefined;
}

/** What is wrong with a return URL. The provider's page sends the applicant there, so that it is never a script. */
export function findReturnUrlIssue(text: string, appSchemes: readonly string[]): ValidationIssue | undefined {
  // What a parser drops or reads as something else hides a scheme from the eye.
  if (!/^[\x21-\x7e]+$/.test(text) || text.includes("\\") || !URL.canParse(text))
    return refuse("not_a_url", "is no absolute URL in plain ASCII, such as https://shop.example/kyc/done");
  const { protocol, username, password, hostname } = new URL(text);
  const scheme = protocol.slice(0, -1);
  const isWeb = webSchemes.has(scheme);
  const allowed = ["https", "http", ...appSchemes];
  if (!isWeb && (findAppSchemeFlaw(scheme) !== undefined || !appSchemes.includes(scheme)))
    return refuse(
      "scheme_not_allowed",
      `has a scheme that is not allowed; allowed are: ${allowed.join(", ")}`,
    );
  if (username !== "" || password !== "" || /^[^/?#]*:\/\/[^/?#]*@/.test(text))
    return refuse("credentials", "holds a user name or a password: leave out what stands before the @");
  return isWeb && (hostname === "" || !/^https?:\/\//i.test(text))
    ? refuse("not_a_url", "names no host; it must be such as https://shop.example/kyc/done")
    : undefined;
}

function refuse(code: string, message: string): ValidationIssue {
  return { pointer: "/returnUrl", code, message };
}
