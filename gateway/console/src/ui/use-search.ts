import { useCallback } from "react";
import { useSearchParams } from "wouter";

/** A screen's filters are in its address: a link shows the same, and going back does what one expects. */
export function useFilter(name: string): readonly [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const change = useCallback(
    (value: string) =>
      setSearch(
        (previous) => {
          const next = new URLSearchParams(previous);
          if (value === "") next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [name, setSearch],
  );
  return [search.get(name) ?? "", change];
}

/** Takes every filter away. */
export function useResetFilters(): () => void {
  const [, setSearch] = useSearchParams();
  return useCallback(() => setSearch(new URLSearchParams(), { replace: true }), [setSearch]);
}
