import type { MessageSet } from "../message.ts";

export const analytics = {
  "analytics.lead": ["", ""],
} as const satisfies MessageSet;
