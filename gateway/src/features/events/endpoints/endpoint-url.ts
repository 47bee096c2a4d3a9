import { isIP } from "node:net";
import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { isPublicAddress } from "../../../platform/http/public-address.ts";

/** A usable endpoint address in its normal form, or what is wrong with it. */
type CheckedUrl = { readonly url: string; readonly issue?: never } | { readonly issue: ValidationIssue };

const innerNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain)\.?$/i;

/** Refuses at once what dispatch would refuse for ever. What a name leads to is looked at when the socket is opened. */
export function checkEndpointUrl(text: string, allowedHosts: ReadonlySet<string>): CheckedUrl {
  if (!URL.canParse(text)) return refuse("wrong_format", "is not an absolute URL");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refuse("wrong_scheme", "must begin with https://");
  if (url.username !== "" || url.password !== "")
    return refuse("credentials", "must not hold credentials: verify the signature instead");
  if (url.hash !== "") return refuse("fragment", "must not have a fragment");
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  if (allowedHosts.has(`${url.hostname}:${port}`)) return { url: url.href };
  if (url.protocol === "http:") return refuse("wrong_scheme", "must begin with https://");
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isInner = isIP(host) === 0 ? innerNames.test(host) || !host.includes(".") : !isPublicAddress(host);
  if (isInner)
    return refuse(
      "address_refused",
      "must lead to a public address; an operator can allow a host of your own with KYC_EVENT_HOSTS_ALLOWED",
    );
  return { url: url.href };
}

function refuse(code: string, message: string): CheckedUrl {
  return { issue: { pointer: "/url", code, message } };
}
