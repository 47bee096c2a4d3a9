import type { ReactNode } from "react";

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

const [width, height, left, bottom] = [720, 200, 36, 22];

/** Stacked bars over time. The same numbers stand in a table for who cannot see it. */
export function BarChart({ title, series, bars, format }: BarChartProps): ReactNode {
  const most = Math.max(1, ...bars.map(({ values }) => sum(values)));
  const top = roundUp(most);
  const step = (width - left) / Math.max(1, bars.length);
  const scale = (value: number) => (value / top) * (height - bottom - 8);
  const every = Math.max(1, Math.ceil(bars.length / 8));
  return (
    <figure className="stack tight">
      <svg className="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {[0, 0.5, 1].map((share) => {
          const y = height - bottom - scale(top * share);
          return (
            <g key={share}>
              <line className="axis" x1={left} x2={width} y1={y} y2={y} />
              <text x={left - 8} y={y + 4} textAnchor="end">
                {format(top * share)}
              </text>
            </g>
          );
        })}
        {bars.map(({ label, values }, index) => (
          <g key={label} className="bar">
            <title>{describeBar(label, values, { series, format })}</title>
            {values.map((value, place) => {
              const below = sum(values.slice(0, place));
              const { name, tone } = series[place] ?? { name: "", tone: "muted" };
              return (
                <rect
                  key={name}
                  className={tone}
                  x={left + index * step + step * 0.16}
                  y={height - bottom - scale(below + value)}
                  width={step * 0.68}
                  height={scale(value)}
                  rx={1.5}
                />
              );
            })}
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

function describeBar(
  label: string,
  values: readonly number[],
  { series, format }: Pick<BarChartProps, "series" | "format">,
): string {
  return [label, ...series.map(({ name }, place) => `${name}: ${format(values[place] ?? 0)}`)].join("\n");
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
