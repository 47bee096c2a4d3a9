import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap, type Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate } from "../../i18n/language.tsx";
import { Callout } from "../../ui/callout.tsx";
import { Card, Tile } from "../../ui/card.tsx";
import { Loaded } from "../../ui/loaded.tsx";
import type { Rule } from "./rule-view.tsx";

interface CanaryResultProps {
  readonly rule: Rule;
  readonly tenant: string;
}

type Comparison = Schemas["CanaryComparison"];

const monthMs = 30 * 86_400_000;

/** A canary against the rest of its rule: what it approves more or less, and how sure that is. */
export function CanaryResult({ rule: { name, canary }, tenant }: CanaryResultProps): ReactNode {
  const translate = useTranslate();
  const query = useQuery({
    queryKey: ["canary", tenant, name],
    queryFn: () => {
      const from = new Date(Date.now() - monthMs).toISOString();
      return unwrap(api.GET("/admin/v1/analytics/comparison", { params: { query: { from, tenant } } }));
    },
    enabled: canary !== undefined,
    staleTime: 60_000,
  });
  if (canary === undefined) return null;
  return (
    <Card
      title={translate("canary.title", { rule: name })}
      note={translate("canary.note", { canary: canary.connection })}
    >
      <Loaded query={query}>
        {({ items }) => {
          const found = items.find(({ rule }) => rule === name);
          return found === undefined ? (
            <p className="soft">{translate("canary.tooFew")}</p>
          ) : (
            <ComparisonView comparison={found} />
          );
        }}
      </Loaded>
    </Card>
  );
}

function ComparisonView({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { canary, control, approvalDifference } = comparison;
  const translate = useTranslate();
  return (
    <div className="stack">
      <div className="grid tiles">
        <Side label={translate("canary.canary")} side={canary} />
        <Side label={translate("canary.control")} side={control} />
        <Difference difference={approvalDifference} />
      </div>
      <Verdict difference={approvalDifference} />
    </div>
  );
}

function Side({ label, side }: { readonly label: string; readonly side: Comparison["canary"] }): ReactNode {
  const translate = useTranslate();
  const { number, percent } = useFormats();
  const { approvalRate, decided } = side;
  return (
    <Tile
      label={`${label}: ${translate("analytics.approvalRate")}`}
      value={approvalRate === null ? "—" : percent(approvalRate.value)}
      note={translate("analytics.ofDecided", { count: number(decided) })}
    />
  );
}

interface DifferenceProps {
  readonly difference: Comparison["approvalDifference"];
}

function Difference({ difference }: DifferenceProps): ReactNode {
  const translate = useTranslate();
  const { points } = useFormats();
  if (difference === null) return <Tile label={translate("canary.difference")} value="—" />;
  const { value, low, high } = difference;
  return (
    <Tile
      label={translate("canary.difference")}
      value={translate("canary.points", { value: points(value) })}
      note={translate("canary.interval", { low: points(low), high: points(high) })}
    />
  );
}

/** What the interval says: it shows a difference only where zero is not in it. */
function Verdict({ difference }: DifferenceProps): ReactNode {
  const translate = useTranslate();
  if (difference === null) return <Callout tone="info" title={translate("canary.tooFew")} />;
  const { low, high } = difference;
  if (low > 0) return <Callout tone="good" title={translate("canary.better")} />;
  if (high < 0) return <Callout tone="warn" title={translate("canary.worse")} />;
  return <Callout tone="info" title={translate("canary.same")} />;
}
