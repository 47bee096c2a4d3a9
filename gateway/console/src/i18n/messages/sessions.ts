import type { MessageSet } from "../message.ts";

export const sessions = {
  "sessions.lead": ["", ""],
} as const satisfies MessageSet;
