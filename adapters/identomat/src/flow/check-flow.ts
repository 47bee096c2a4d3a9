import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { checkAnswers } from "./check-answers.ts";
import { checkConditions } from "./check-conditions.ts";
import { checkFlags } from "./check-flags.ts";
import { checkKeys } from "./check-keys.ts";
import type { Flow } from "./flow.schema.ts";

/** What the guides exclude and a JSON Schema cannot say. */
export function checkFlow(flow: Flow): readonly ValidationIssue[] {
  return [...checkFlags(flow), ...checkKeys(flow), ...checkAnswers(flow), ...checkConditions(flow)];
}
