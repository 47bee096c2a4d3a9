import type { BlacklistRecord, Group, MonitoredQuery, User } from "./account-records.ts";
import { createObjectId } from "./session.ts";

/** What one company keeps at the provider beside its sessions. */
export class IdentomatAccount {
  readonly users: User[] = [
    { id: createObjectId(), username: "operator@example.com", roles: ["operator", "call_center_operator"] },
  ];
  readonly groups: Group[] = [];
  readonly blacklist: BlacklistRecord[] = [];
  readonly monitored: MonitoredQuery[] = [];
}

/** A page of a list, by whichever member it is asked for, and what the whole list counts. */
export function cutPage<Item>(
  items: readonly Item[],
  start: number,
  limit: number,
): { readonly data: readonly Item[]; readonly total: number } {
  return { data: items.slice(start, start + limit), total: items.length };
}
