import type { ReactNode } from "react";
import { useWidth } from "./use-width.ts";

export type SeriesTone = "good" | "bad" | "warn" | "info" | "muted" | "accent";

export interface Series {
  readonly name: string;
  readonly tone: SeriesTone;
}

export interface Bar {
  readonly label: string;
  /** One for each series, from the bottom up. */
  readonly values: readonly number[];
}

interface BarChartProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  readonly format: (value: number) => string;
}

const [height, left, bottom, labelWidth] = [200, 36, 22, 64];

/** Stacked bars over time. A bar tells its numbers to a pointer, and the picture as a whole to a screen reader. */
export function BarChart({ title, series, bars, format }: BarChartProps): ReactNode {
  const [frame, width] = useWidth<HTMLElement>(720);
  const top = roundUp(Math.max(1, ...bars.map(({ values }) => sum(values))));
  const step = (width - left) / Math.max(1, bars.length);
  const scale = (value: number): number => (value / top) * (height - bottom - 8);
  const every = Math.max(1, Math.ceil(labelWidth / step));
  const description = bars
    .map(({ label, values }) => describeBar(label, values, { series, format }))
    .join("; ");
  return (
    <figure ref={frame} className="stack tight">
      <svg
        className="chart"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${title}: ${description}`}
      >
        {[0, 0.5, 1].map((share) => (
          <GridLine
            key={share}
            y={height - bottom - scale(top * share)}
            width={width}
            label={format(top * share)}
          />
        ))}
        {bars.map(({ label, values }, index) => (
          <g key={label} className="bar">
            <title>{describeBar(label, values, { series, format })}</title>
            {stack(values).map(([below, value], place) => (
              <rect
                key={series[place]?.name}
                className={series[place]?.tone}
                x={left + (index + 0.16) * step}
                y={height - bottom - scale(below + value)}
                width={step * 0.68}
                height={scale(value)}
                rx={Math.min(2, step / 8)}
              />
            ))}
            {index % every === 0 ? (
              <text x={left + (index + 0.5) * step} y={height - 4} textAnchor="middle">
                {label}
              </text>
            ) : null}
          </g>
        ))}
      </svg>
      <figcaption className="legend">
        {series.map(({ name, tone }) => (
          <span key={name}>
            <i className={tone} />
            {name}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

interface GridLineProps {
  readonly y: number;
  readonly width: number;
  readonly label: string;
}

function GridLine({ y, width, label }: GridLineProps): ReactNode {
  return (
    <g>
      <line className="axis" x1={left} x2={width} y1={y} y2={y} />
      <text x={left - 8} y={y + 4} textAnchor="end">
        {label}
      </text>
    </g>
  );
}

/** Where each value begins, above those before it. */
function stack(values: readonly number[]): readonly (readonly [below: number, value: number])[] {
  return values.map((value, place) => [sum(values.slice(0, place)), value] as const);
}

function describeBar(
  label: string,
  values: readonly number[],
  { series, format }: Pick<BarChartProps, "series" | "format">,
): string {
  return `${label}: ${series.map(({ name }, place) => `${name} ${format(values[place] ?? 0)}`).join(", ")}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** 1, 2 or 5 times a power of ten, and even: half of it has no fraction either. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 4, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return Math.max(2, step * power);
}
