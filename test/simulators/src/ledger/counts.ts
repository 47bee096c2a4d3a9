/** A tally by name. */
export class Counts {
  readonly #byName = new Map<string, number>();

  add(name: string): void {
    this.#byName.set(name, (this.#byName.get(name) ?? 0) + 1);
  }

  clear(): void {
    this.#byName.clear();
  }

  toObject(): Record<string, number> {
    return Object.fromEntries(this.#byName);
  }
}
