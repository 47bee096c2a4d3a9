/** Gives names back, the first so many different ones; all others are `other`. What is configured may be without end, series are not. */
export function createLabelBound(most: number): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return name;
    if (known.size >= most) return "other";
    known.add(name);
    return name;
  };
}

/** Flows and tenants with series of their own. */
export const mostFlows = 30;
export const mostTenants = 100;
