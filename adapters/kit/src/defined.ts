/** An object type whose undefined members have become absent ones. */
export type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops the members that are undefined, so that an absent fact is an absent member. */
export function keepDefined<T extends object>(members: T): Defined<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Defined<T>;
}

/** As `keepDefined`; absent when no member is left. */
export function keepDefinedOrNothing<T extends object>(members: T): Defined<T> | undefined {
  const kept = keepDefined(members);
  return Object.keys(kept).length === 0 ? undefined : kept;
}
