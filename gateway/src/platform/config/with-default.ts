import type { TSchema } from "@sinclair/typebox";

/** The schema with what counts where a variable is not set. */
export function withDefault<T extends TSchema>(schema: T, value: unknown): T & { default: unknown } {
  return { ...schema, default: value };
}
