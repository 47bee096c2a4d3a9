import type { DocumentType } from "@kyc-gateway/adapter-spec/v1";

/** What a rule may ask about a request. Every condition that is there must hold; a rule without any holds always. */
export interface RuleConditions {
  readonly flows?: readonly string[];
  /** The applicant's country, ISO 3166-1 alpha-3. */
  readonly countries?: readonly string[];
  /** Holds when the request names document types and every one of them is in the list. */
  readonly documentTypes?: readonly DocumentType[];
  /** Holds when the request has one of them. */
  readonly riskTags?: readonly string[];
  /** Holds when each named member of the metadata has one of its values. */
  readonly metadata?: Readonly<Record<string, readonly string[]>>;
}

/** One connection that a rule sends applicants to. */
export interface RuleTarget {
  readonly connectionName: string;
  /** Lower ones are tried first. */
  readonly priority: number;
  /** The share among targets of one priority; 0 gets nobody. */
  readonly weight: number;
}

/** The part of a rule's applicants that tries a connection out. */
export interface Canary {
  readonly connectionName: string;
  /** From 0 to 100. */
  readonly percent: number;
}

/** One of a tenant's ordered rules: the first one that holds decides. */
export interface RoutingRule {
  readonly name: string;
  readonly when: RuleConditions;
  readonly targets: readonly RuleTarget[];
  readonly canary?: Canary;
}

/** What of a request the rules may look at. */
export interface RequestFacts {
  readonly flow: string;
  readonly country?: string | undefined;
  readonly documentTypes?: readonly DocumentType[] | undefined;
  readonly riskTags?: readonly string[] | undefined;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The name of a condition, for explanations: it tells nothing of the values. */
export type ConditionName = keyof RuleConditions;

/** The first condition of a rule that a request does not meet; undefined: the rule holds. */
export function findUnmetCondition(when: RuleConditions, request: RequestFacts): ConditionName | undefined {
  if (!isAmong(when.flows, request.flow)) return "flows";
  if (!isAmong(when.countries, request.country)) return "countries";
  if (!coversAll(when.documentTypes, request.documentTypes)) return "documentTypes";
  if (!meetsOne(when.riskTags, request.riskTags)) return "riskTags";
  const members = Object.entries(when.metadata ?? {});
  return members.every(([name, values]) => isAmong(values, readMember(request.metadata, name)))
    ? undefined
    : "metadata";
}

function isAmong(allowed: readonly string[] | undefined, value: string | undefined): boolean {
  return allowed === undefined || (value !== undefined && allowed.includes(value));
}

function coversAll(allowed: readonly string[] | undefined, values: readonly string[] | undefined): boolean {
  if (allowed === undefined) return true;
  return values !== undefined && values.length > 0 && values.every((value) => allowed.includes(value));
}

function meetsOne(wanted: readonly string[] | undefined, values: readonly string[] | undefined): boolean {
  return wanted === undefined || (values ?? []).some((value) => wanted.includes(value));
}

/** Metadata are the product's: a member that every object inherits is none of theirs. */
function readMember(metadata: RequestFacts["metadata"], name: string): string | undefined {
  return Object.hasOwn(metadata, name) ? metadata[name] : undefined;
}
