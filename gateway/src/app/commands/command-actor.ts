import { userInfo } from "node:os";
import type { Actor } from "../../features/audit/audit.store.ts";

/** Whoever runs this command, for the audit log. */
export function readCommandActor(): Actor {
  return { operator: `command line (${readUserName()})`, requestId: null };
}

/** A container's user need not have a name. */
function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
