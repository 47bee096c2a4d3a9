import { Configuration } from "@kyc-gateway/http-api";

/** The JSON Schema of configuration files, for editors: the one that `apply` checks with. */
export function describeConfiguration(): Record<string, unknown> {
  const { $schema: _member, ...rest } = JSON.parse(JSON.stringify(Configuration)) as Record<string, unknown>;
  return { $schema: "http://json-schema.org/draft-07/schema#", ...rest };
}
