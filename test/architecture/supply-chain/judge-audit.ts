/** What an audit came to. */
export type AuditVerdict =
  | { readonly kind: "unanswered"; readonly why: string }
  | { readonly kind: "clean"; readonly milder: number }
  | { readonly kind: "vulnerable"; readonly findings: readonly string[] };

interface Advisory {
  readonly severity?: string;
  readonly module_name?: string;
  readonly title?: string;
  readonly url?: string;
}

const serious = new Set(["high", "critical"]);

/** Reads what `pnpm audit --json` printed. A registry that does not audit is no reason to fail, but to be said. */
export function judgeAudit(text: string): AuditVerdict {
  const report = parse(text);
  if (report === undefined) return { kind: "unanswered", why: "no report came" };
  if (report.error !== undefined) return { kind: "unanswered", why: report.error.message ?? "an error" };
  if (report.advisories === undefined) return { kind: "unanswered", why: "the report is of no known form" };
  const advisories = Object.values(report.advisories);
  const findings = advisories.filter(({ severity = "critical" }) => serious.has(severity));
  if (findings.length === 0) return { kind: "clean", milder: advisories.length };
  return {
    kind: "vulnerable",
    findings: findings.map(
      ({ severity, module_name: name, title, url }) => `${severity} in ${name}: ${title} (${url})`,
    ),
  };
}

interface Report {
  readonly error?: { readonly message?: string };
  readonly advisories?: Readonly<Record<string, Advisory>>;
}

function parse(text: string): Report | undefined {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return undefined;
  }
}
