const deepest = 5;

/** All that a logger could make of an error: message, stack, members, causes. */
export function writeOut(error: unknown, depth = 0): string {
  if (depth > deepest) return "";
  if (!(error instanceof Error)) return writeJson(error);
  const members = Object.getOwnPropertyNames(error).map(
    (name) => (error as unknown as Record<string, unknown>)[name],
  );
  const told = members.map((member) =>
    member instanceof Error ? writeOut(member, depth + 1) : writeJson(member),
  );
  return [error.message, error.stack ?? "", String(error), ...told, writeOut(error.cause, depth + 1)].join(
    "\n",
  );
}

function writeJson(value: unknown): string {
  try {
    return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  } catch {
    return String(value);
  }
}
