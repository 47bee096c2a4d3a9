import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { useFormats } from "../../i18n/formats.ts";
import { useTranslate, type Translate } from "../../i18n/language.tsx";

export type Rule = Schemas["RoutingRules"]["rules"][number];

/** A rule as a sentence: when it applies, and where sessions go then. */
export function RuleView({ rule, position }: { readonly rule: Rule; readonly position: number }): ReactNode {
  const translate = useTranslate();
  const { percent } = useFormats();
  const { name, when, targets, canary } = rule;
  return (
    <div className="rule">
      <span className="nr" aria-hidden="true">
        {position}
      </span>
      <div className="stack tight">
        <h3>{name}</h3>
        <p className="soft break">{describeWhen(when, translate)}</p>
        <div className="row">
          {targets.map((target) => (
            <span key={target.connection} className="chip">
              {target.connection}
              {describeShare(target, { targets, translate, percent })}
            </span>
          ))}
          {canary === undefined ? null : (
            <span className="chip">
              {translate("routing.canary")}: {canary.connection} · {percent(canary.percent / 100)}
            </span>
          )}
        </div>
      </div>
    </div>
  );
}

type Target = Rule["targets"][number];

interface ShareParts {
  readonly targets: readonly Target[];
  readonly translate: Translate;
  readonly percent: (share: number) => string;
}

/** Its share among those of its priority, and that it is only tried after others. */
function describeShare(target: Target, { targets, translate, percent }: ShareParts): string {
  const rank = ({ priority = 1 }: Target) => priority;
  const peers = targets.filter((other) => rank(other) === rank(target));
  const sum = peers.reduce((total, { weight = 1 }) => total + weight, 0);
  const share = peers.length > 1 && sum > 0 ? ` · ${percent((target.weight ?? 1) / sum)}` : "";
  const first = Math.min(...targets.map(rank));
  return rank(target) > first ? `${share} · ${translate("routing.fallback")}` : share;
}

function describeWhen(when: Rule["when"], translate: Translate): string {
  const conditions = listConditions(when ?? {}, translate);
  if (conditions.length === 0) return translate("routing.always");
  return translate("routing.when", { conditions: conditions.join(translate("routing.and")) });
}

function listConditions(
  { flows, countries, documentTypes, riskTags, metadata = {} }: NonNullable<Rule["when"]>,
  translate: Translate,
): string[] {
  const join = (values: readonly string[]) => values.join(translate("routing.or"));
  const plain = { flows, countries, documentTypes, riskTags };
  return [
    ...Object.entries(plain).flatMap(([name, values]) =>
      values === undefined
        ? []
        : [translate(`routing.when.${name as keyof typeof plain}`, { values: join(values) })],
    ),
    ...Object.entries(metadata).map(([name, values]) =>
      translate("routing.when.metadata", { name, values: join(values) }),
    ),
  ];
}
