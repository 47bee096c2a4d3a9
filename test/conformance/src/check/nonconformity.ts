/** A fact that does not hold, with what to do about it. Its message holds no value of the sample settings. */
class Nonconformity extends Error {
  override readonly name = "Nonconformity";
}

export function refuse(problem: string): never {
  throw new Nonconformity(problem);
}

/** Throws one nonconformity that names all problems; nothing when there is none. */
export function refuseAll(problems: readonly string[]): void {
  if (problems.length > 0) refuse(problems.join("\n"));
}
