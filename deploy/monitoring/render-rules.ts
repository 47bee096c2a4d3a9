import { stringify } from "yaml";
import { listCauses } from "./cause.rules.ts";
import type { Alert, Clock, Record, RuleGroup } from "./rule.ts";
import { listPromises } from "./slo.rules.ts";

/** The rules' files by name, as Prometheus reads them. */
export function renderRules(clock: Clock): ReadonlyMap<string, string> {
  return new Map(
    [listCauses(clock), listPromises(clock)].map((group) => [`${group.name}.rules.yaml`, renderGroup(group)]),
  );
}

function renderGroup({ name, about, rules }: RuleGroup): string {
  const head = [...about, "Written by `pnpm monitoring` from deploy/monitoring."].map(
    (line) => `# ${line}\n`,
  );
  return head.join("") + stringify({ groups: [{ name, rules: rules.map(describeRule) }] }, { lineWidth: 0 });
}

function describeRule(rule: Alert | Record): object {
  if ("record" in rule)
    return {
      record: rule.record,
      expr: rule.expr,
      ...(rule.slo === undefined ? {} : { labels: { slo: rule.slo } }),
    };
  return {
    alert: rule.alert,
    expr: rule.expr,
    ...(rule.for === undefined ? {} : { for: rule.for }),
    labels: { severity: rule.severity },
    annotations: {
      summary: rule.summary,
      runbook_url: `deploy/prometheus/runbook.md#${rule.alert.toLowerCase()}`,
    },
  };
}
