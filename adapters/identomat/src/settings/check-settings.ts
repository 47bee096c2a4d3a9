import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import type { Settings } from "./settings.schema.ts";

const urlMembers = ["baseUrl", "externalApiBaseUrl", "widgetUrl"] as const;

/** Whether a host can only be meant inside a private network, where simulators live. */
function isInternalHost(hostname: string): boolean {
  const isLoopback = hostname.startsWith("127.") || hostname === "[::1]";
  return isLoopback || !hostname.includes(".") || /\.(?:localhost|local|internal)$/.test(hostname);
}

function checkUrl(member: (typeof urlMembers)[number], value: string): ValidationIssue | undefined {
  const pointer = `/${member}`;
  const url = URL.parse(value);
  if (url?.username !== "" || url.password !== "") {
    return {
      pointer,
      code: "url_invalid",
      message: `${member} must be a URL without a user name or password`,
    };
  }
  if (url.protocol === "https:" || isInternalHost(url.hostname)) return undefined;
  const message = `${member} must begin with https://: keys and personal data travel to ${url.hostname}`;
  return { pointer, code: "url_insecure", message };
}

export function checkSettings(settings: Settings): readonly ValidationIssue[] {
  return urlMembers
    .map((member) => (settings[member] === undefined ? undefined : checkUrl(member, settings[member])))
    .filter((issue) => issue !== undefined);
}
