/** A number in its format, or a dash where there is nothing to compute it from. */
export function showNumber(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? "—" : format(value);
}
