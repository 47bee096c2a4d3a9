/** One line, or one group of lines, of a panel. */
export interface Query {
  readonly expr: string;
  /** With `{{label}}` for a label's value. */
  readonly legend: string;
}
export interface Panel {
  readonly title: string;
  /** Grafana's name of the unit. */
  readonly unit: "reqps" | "s" | "percentunit" | "short" | "none" | "cps";
  readonly kind: "timeseries" | "stat";
  readonly queries: readonly Query[];
}
export interface Dashboard {
  /** Its file's name and its address in Grafana. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export const lines = (
  title: string,
  unit: Panel["unit"],
  ...queries: readonly (readonly [legend: string, expr: string])[]
): Panel => ({
  title,
  unit,
  kind: "timeseries",
  queries: queries.map(([legend, expr]) => ({ legend, expr })),
});

export const stat = (title: string, unit: Panel["unit"], expr: string): Panel => ({
  title,
  unit,
  kind: "stat",
  queries: [{ legend: title, expr }],
});
