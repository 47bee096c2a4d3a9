/** The values used last, up to a number of them. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  clear(): void;
  readonly size: number;
}

export function createBoundedCache<Value>(maxSize: number): BoundedCache<Value> {
  // A map remembers the order of insertion: the first one is the one used longest ago.
  const values = new Map<string, Value>();
  return {
    get(key) {
      const value = values.get(key);
      if (value === undefined) return undefined;
      values.delete(key);
      values.set(key, value);
      return value;
    },
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size <= maxSize) return;
      const [oldest = ""] = values.keys();
      values.delete(oldest);
    },
    delete: (key) => void values.delete(key),
    clear: () => values.clear(),
    get size() {
      return values.size;
    },
  };
}
