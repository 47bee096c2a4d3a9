import type { Environment } from "../../platform/config/parse-config.ts";
import type { Log } from "../../platform/observability/log.ts";

const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/** The proxy variables that are set. The gateway goes out directly: `gateway/decisions/0003-outgoing-connections-are-direct.md` says why. */
export function listUnusedProxies(environment: Environment): readonly string[] {
  return names.filter((name) => (environment[name] ?? "") !== "");
}

/** A proxy that is configured and not used looks like an outage of every provider. */
export function tellUnusedProxy(environment: Environment, log: Log): void {
  const set = listUnusedProxies(environment);
  if (set.length > 0) log.warn({ names: set, reason: "the gateway connects directly" }, "proxy_not_used");
}
