/** The sessions, oldest first, at most `keep` of them: a long benchmark forgets the oldest. */
export class SessionStore<Session extends { readonly id: string }> {
  readonly #byId = new Map<string, Session>();
  readonly #keep: number;
  #forgotten = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  add(session: Session): void {
    this.#byId.set(session.id, session);
    if (this.#byId.size <= this.#keep) return;
    const [oldest] = this.#byId.keys();
    if (oldest === undefined) return;
    this.#byId.delete(oldest);
    this.#forgotten += 1;
  }

  find(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  all(): IterableIterator<Session> {
    return this.#byId.values();
  }

  clear(): void {
    this.#byId.clear();
    this.#forgotten = 0;
  }
}
