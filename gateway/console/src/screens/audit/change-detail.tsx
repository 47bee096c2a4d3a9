import type { ReactNode } from "react";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Facts } from "../../ui/facts.tsx";

interface ChangeDetailProps {
  readonly detail: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
}

/** What an entry says of its change: values with what they were before, folded up where there are many. */
export function ChangeDetail({ detail, reason }: ChangeDetailProps): ReactNode {
  const translate = useTranslate();
  const { number } = useFormats();
  const facts = listFacts(detail, reason);
  if (facts.length === 0) return null;
  const list = (
    <Facts items={facts.map(([name, value]) => [name, <code key={name}>{value}</code>] as const)} />
  );
  if (facts.length <= 2) return <div className="soft">{list}</div>;
  return (
    <details>
      <summary>{translate("audit.changes", { count: number(facts.length) })}</summary>
      {list}
    </details>
  );
}

type Fact = readonly [name: string, value: string];

function listFacts({ values, ...rest }: ChangeDetailProps["detail"], reason: string | null): readonly Fact[] {
  const own = Object.entries(rest)
    .filter(([name, value]) => name !== "reason" || value !== reason)
    .map(([name, value]): Fact => [name, show(value)]);
  return [...own, ...(Array.isArray(values) ? values.flatMap(readChange) : [])];
}

function readChange(change: unknown): readonly Fact[] {
  if (typeof change !== "object" || change === null || !("pointer" in change)) return [];
  const { pointer, before, after } = change as Readonly<Record<string, unknown>>;
  const text = before === undefined ? show(after) : `${show(before)} → ${show(after)}`;
  return [[show(pointer), text]];
}

function show(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "—");
}
