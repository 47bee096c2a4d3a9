import type { UseQueryResult } from "@tanstack/react-query";
import { Fragment, type ReactNode } from "react";
import { useTranslate } from "../i18n/language.tsx";
import { ProblemView } from "./problem-view.tsx";

interface LoadedProps<T> {
  readonly query: Pick<UseQueryResult<T>, "data" | "error" | "refetch">;
  readonly children: (data: T) => ReactNode;
}

/** What a query answered, or that it is on its way, or why it failed. */
export function Loaded<T>({ query, children }: LoadedProps<T>): ReactNode {
  const { data, error } = query;
  if (data !== undefined) return <Fragment>{children(data)}</Fragment>;
  if (error !== null) return <ProblemView error={error} retry={() => void query.refetch()} />;
  return <Skeleton />;
}

const lines = ["a", "b", "c", "d"] as const;

export function Skeleton(): ReactNode {
  const translate = useTranslate();
  return (
    <div className="card" aria-busy="true">
      <output className="sr-only">{translate("common.loading")}</output>
      <div className="body stack">
        {lines.map((line) => (
          <div key={line} className="skeleton" />
        ))}
      </div>
    </div>
  );
}
