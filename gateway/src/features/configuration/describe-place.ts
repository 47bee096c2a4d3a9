import { readTokens } from "../../platform/validation/json-pointer.ts";
import type { ConfigurationModel } from "./configuration-model.ts";

/** Whose place a pointer names, in names instead of positions: `tenant shop, flow standard`. */
export function describePlace(model: ConfigurationModel, pointer: string): { subject: string; rest: string } {
  const [kind, index = "", part, partIndex = "", ...more] = readTokens(pointer);
  if (kind === "connections") {
    const name = model.connections[Number(index)]?.name ?? index;
    return { subject: `connection ${name}`, rest: joinTokens([part, partIndex, ...more].filter(isToken)) };
  }
  const tenant = model.tenants[Number(index)];
  if (tenant === undefined) return { subject: "configuration", rest: pointer };
  if (part !== "flows" && part !== "routing")
    return { subject: `tenant ${tenant.name}`, rest: joinTokens([part].filter(isToken)) };
  const name = tenant[part][Number(partIndex)]?.name ?? partIndex;
  return {
    subject: `tenant ${tenant.name}, ${part === "flows" ? "flow" : "rule"} ${name}`,
    rest: joinTokens(more),
  };
}

function joinTokens(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token}`).join("");
}

function isToken(token: string | undefined): token is string {
  return token !== undefined && token !== "";
}
