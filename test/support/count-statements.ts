import { Client } from "pg";

/** Counts the statements that connections to a database are sent: those that were opened after the counting began. */
export interface StatementCounter {
  /** The texts since the last reset. */
  list(): readonly string[];
  reset(): void;
  stop(): void;
}

export function countStatements(database: string): StatementCounter {
  let texts: string[] = [];
  const original = Object.getOwnPropertyDescriptor(Client.prototype, "query") as PropertyDescriptor;
  const query = original.value as (...args: unknown[]) => unknown;
  const record = function record(this: Client, ...args: unknown[]): unknown {
    const [statement] = args as [string | { text?: string }];
    if (this.database === database)
      texts.push(typeof statement === "string" ? statement : (statement.text ?? ""));
    return query.apply(this, args);
  };
  Object.defineProperty(Client.prototype, "query", { ...original, value: record });
  return {
    list: () => texts,
    reset: () => (texts = []),
    stop: () => void Object.defineProperty(Client.prototype, "query", original),
  };
}
