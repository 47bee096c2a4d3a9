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
          {targets.map(({ connection, weight }) => (
            <span key={connection} className="chip">
              {connection}
              {weight === undefined ? "" : ` · ${translate("routing.weight", { weight })}`}
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
