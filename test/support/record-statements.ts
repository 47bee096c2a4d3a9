import { Client } from "pg";

/** Runs something and gives the texts of the statements that connections to a database were sent meanwhile. */
export async function recordStatements<T>(
  database: string,
  run: () => Promise<T>,
): Promise<{ result: T; statements: string[] }> {
  const statements: string[] = [];
  const original = Object.getOwnPropertyDescriptor(Client.prototype, "query") as PropertyDescriptor;
  const query = original.value as (...args: unknown[]) => unknown;
  const record = function record(this: Client, ...args: unknown[]): unknown {
    const [statement] = args as [string | { text?: string }];
    const text = typeof statement === "string" ? statement : (statement.text ?? "");
    if (this.database === database) statements.push(text);
    return query.apply(this, args);
  };
  Object.defineProperty(Client.prototype, "query", { ...original, value: record });
  try {
    return { result: await run(), statements };
  } finally {
    Object.defineProperty(Client.prototype, "query", original);
  }
}
