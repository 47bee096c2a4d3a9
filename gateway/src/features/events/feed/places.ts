/** Why there is no place. */
export type NoPlace = "tenant_full" | "process_full";

/** A bounded number of places. Looking for one and taking it is one step: nothing can come in between. */
export interface Places {
  /** Gives what frees the place again. */
  take(tenantId: string): (() => void) | NoPlace;
  readonly taken: number;
}

export function createPlaces({ perTenant, inAll }: { perTenant: number; inAll: number }): Places {
  const byTenant = new Map<string, number>();
  let taken = 0;
  const add = (tenantId: string, change: 1 | -1): void => {
    taken += change;
    const left = (byTenant.get(tenantId) ?? 0) + change;
    if (left === 0) byTenant.delete(tenantId);
    else byTenant.set(tenantId, left);
  };
  return {
    take(tenantId) {
      if (taken >= inAll) return "process_full";
      if ((byTenant.get(tenantId) ?? 0) >= perTenant) return "tenant_full";
      add(tenantId, 1);
      let isHeld = true;
      return () => {
        if (isHeld) add(tenantId, -1);
        isHeld = false;
      };
    },
    get taken() {
      return taken;
    },
  };
}
