import type { MessageSet } from "../message.ts";

export const overview = {
  "overview.lead": ["", ""],
} as const satisfies MessageSet;
