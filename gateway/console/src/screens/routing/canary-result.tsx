import type { ReactNode } from "react";
import type { Rule } from "./rule-view.tsx";

interface CanaryResultProps {
  readonly rule: Rule;
  readonly tenant: string;
}

/** A canary against the rest of its rule. */
export function CanaryResult({ rule: { canary } }: CanaryResultProps): ReactNode {
  if (canary === undefined) return null;
  return null;
}
