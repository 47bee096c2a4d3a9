/** What sessions can be told apart by, and where each is kept. */
export const dimensions = {
  flow: "flow",
  connection: "connection_id",
  rule: "rule",
  variant: "variant",
  country: "country",
  documentType: "document_type",
} as const;

/** What sessions can be told apart by. */
export type Dimension = keyof typeof dimensions;

export type Granularity = "hour" | "day";

/** Each roll-up keeps some dimensions: the fewer, the fewer rows. In the order in which a query looks for the first that will do. */
export const views = {
  total: [],
  connection: ["connection"],
  route: ["flow", "connection", "rule", "variant"],
  country: ["flow", "connection", "country"],
  document: ["connection", "country", "documentType"],
  full: ["flow", "connection", "rule", "variant", "country", "documentType"],
} as const satisfies Readonly<Record<string, readonly Dimension[]>>;

export type View = keyof typeof views;

/** The smallest roll-up that keeps all of these. */
export function findView(wanted: readonly Dimension[]): View {
  const names = Object.keys(views) as View[];
  const keeps = (view: View): boolean =>
    wanted.every((dimension) => (views[view] as readonly Dimension[]).includes(dimension));
  return names.find(keeps) ?? "full";
}

/** Stands for no connection. */
export const noConnection = "00000000-0000-0000-0000-000000000000";

/** Of whom the roll-ups of all tenants together are: no tenant has this id. */
export const everyTenant = "00000000-0000-0000-0000-000000000000";
