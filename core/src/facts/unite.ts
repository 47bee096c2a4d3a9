/** A part of a report: JSON as our own types have it. */
type Part = unknown;
type Members = Readonly<Record<string, Part>>;

/** Everything of both; where they disagree, and in every list, the first counts. */
export function unite(first: Part, second: Part): Part {
  if (!isMembers(first) || !isMembers(second)) return first ?? second;
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(names.map((name) => [name, unite(first[name], second[name])]));
}

/** Whether both speak of the same thing and say different things about it. */
export function disagree(first: Part, second: Part): boolean {
  if (first === undefined || second === undefined) return false;
  if (isMembers(first) && isMembers(second))
    return Object.keys(first).some((name) => disagree(first[name], second[name]));
  return !isEqual(first, second);
}

/** Whether `whole` says all that `part` says. */
export function includes(whole: Part, part: Part): boolean {
  if (part === undefined) return true;
  if (isMembers(part))
    return isMembers(whole) && Object.entries(part).every(([name, value]) => includes(whole[name], value));
  if (Array.isArray(part) && Array.isArray(whole))
    return part.every((item) => whole.some((other) => includes(other, item)));
  return isEqual(whole, part);
}

/** Members in any order. */
export function isEqual(first: Part, second: Part): boolean {
  return writeSorted(first) === writeSorted(second);
}

function writeSorted(part: Part): string {
  return JSON.stringify(part, (_name, value: unknown) =>
    isMembers(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
}

function isMembers(part: Part): part is Members {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
