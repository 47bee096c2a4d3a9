import type { Mistake } from "@kyc-gateway/adapter-spec/v1";
import type { ConfigurationModel } from "../../features/configuration/configuration-model.ts";
import { readTokens } from "./json-pointer.ts";

/** Collects mistakes; the first one of a place and a code counts. */
export interface MistakeList {
  readonly found: readonly Mistake[];
  add(pointer: string, code: string, message: string): void;
}

export function createMistakeList(): MistakeList {
  const found = new Map<string, Mistake>();
  return {
    get found() {
      return [...found.values()];
    },
    add(pointer, code, message) {
      const key = `${pointer} ${code}`;
      if (!found.has(key)) found.set(key, { pointer, code, message });
    },
  };
}

/** Every second item of a name is a mistake: two of one name contradict each other. */
export function refuseTwins(
  mistakes: MistakeList,
  at: string,
  { kind, names }: { kind: string; names: readonly string[] },
): void {
  for (const [index, name] of names.entries()) {
    if (name !== "" && names.indexOf(name) < index)
      mistakes.add(`${at}/${index}/name`, "not_unique", `is the name of an earlier ${kind} already: ${name}`);
  }
}

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
