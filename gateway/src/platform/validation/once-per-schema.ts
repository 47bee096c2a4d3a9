/**
 * Compiling a schema takes up to 100 ms of the processor, and its outcome depends on nothing else: it is made once in
 * a process, and forgotten with its schema.
 */
export function oncePerSchema<S extends object, T>(make: (schema: S) => T): (schema: S) => T {
  const made = new WeakMap<S, { readonly value: T }>();
  return (schema) => {
    const known = made.get(schema);
    if (known !== undefined) return known.value;
    const value = make(schema);
    made.set(schema, { value });
    return value;
  };
}
