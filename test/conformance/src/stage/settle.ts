import type { AdapterErrorFields } from "@kyc-gateway/adapter-spec/v1";
import { readAdapterError } from "./host-error.ts";

/** Longer than any adapter needs against a script, on a busy machine too; waited for only when a promise hangs. */
const patienceMs = 10_000;

/** How a promise ended. */
export type Settled =
  | { readonly kind: "resolved"; readonly value: unknown }
  | { readonly kind: "rejected"; readonly error: AdapterErrorFields }
  | { readonly kind: "foreign"; readonly error: unknown }
  | { readonly kind: "hangs" };

/** Waits for a promise, but not for ever. */
export async function settle(work: () => Promise<unknown>): Promise<Settled> {
  const patience = Promise.withResolvers<Settled>();
  const timer = setTimeout(() => patience.resolve({ kind: "hangs" }), patienceMs);
  try {
    return await Promise.race([observe(work), patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function observe(work: () => Promise<unknown>): Promise<Settled> {
  try {
    return { kind: "resolved", value: await work() };
  } catch (error) {
    const fields = readAdapterError(error);
    return fields === undefined ? { kind: "foreign", error } : { kind: "rejected", error: fields };
  }
}

/** For people: how a promise ended, without any value. */
export function describeSettled(settled: Settled): string {
  switch (settled.kind) {
    case "resolved":
      return "succeeded";
    case "rejected":
      return `threw "${settled.error.code}"`;
    case "foreign":
      return `threw ${settled.error instanceof Error ? settled.error.name : typeof settled.error}, which is no adapter error`;
    case "hangs":
      return "did not come to an end";
  }
}
