import type { CheckKind } from "@kyc-gateway/adapter-spec/v1";
import type { RuleConditions } from "@kyc-gateway/core";
import type { Configuration, PriceConfiguration, SecretReference } from "@kyc-gateway/http-api";
import { completeReturnUrls, type ReturnUrlSettings } from "./return-url-settings.ts";
import { completePrivacy, type PrivacySettings } from "./privacy-settings.ts";
import { completeValidity, type ValiditySettings } from "./validity-settings.ts";
import { type EndpointModel, toEndpointModel } from "../events/index.ts";
import type { Settings } from "../../platform/validation/json-pointer.ts";

/** A connection with nothing left out: secrets in the clear, and where they came from beside them. */
export interface ConnectionModel {
  readonly name: string;
  readonly adapter: string;
  /** The tenant whose account it is; null: shared. */
  readonly tenant: string | null;
  /** The tenants that share it; null: all, or `tenant` alone. */
  readonly tenants: readonly string[] | null;
  readonly isRetired: boolean;
  readonly prices: readonly PriceConfiguration[];
  readonly settings: Settings;
  /** By JSON pointer into the settings. */
  readonly references: Readonly<Record<string, SecretReference>>;
}

/** The page of ours that a flow's applicants enter by. */
export interface LaunchPageModel {
  readonly returnUrl: string | null;
}

export interface FlowModel {
  readonly name: string;
  readonly requiredChecks: readonly CheckKind[];
  /** How long an approval counts, as an ISO 8601 duration; null: as long as the document. */
  readonly validFor: string | null;
  /** Null: applicants enter at the provider. */
  readonly launchPage: LaunchPageModel | null;
  readonly targets: readonly { readonly connection: string; readonly settings: Settings }[];
}

export interface RuleModel {
  readonly name: string;
  readonly when: RuleConditions;
  readonly targets: readonly {
    readonly connection: string;
    readonly priority: number;
    readonly weight: number;
  }[];
  readonly canary: { readonly connection: string; readonly percent: number } | null;
}

export interface TenantModel {
  readonly name: string;
  readonly flows: readonly FlowModel[];
  readonly routing: readonly RuleModel[];
  readonly privacy: PrivacySettings;
  readonly validity: ValiditySettings;
  readonly returnUrls: ReturnUrlSettings;
  /** Null: as they are. */
  readonly eventEndpoints: readonly EndpointModel[] | null;
}

/** Everything that is configured, or is to be: what files, the admin API and the database all come down to. */
export interface ConfigurationModel {
  readonly tenants: readonly TenantModel[];
  readonly connections: readonly ConnectionModel[];
}

type Unsure<T> = Partial<Readonly<Record<keyof T, unknown>>>;
type ConnectionDocument = NonNullable<Configuration["connections"]>[number];
type TenantDocument = NonNullable<Configuration["tenants"]>[number];
type FlowDocument = NonNullable<TenantDocument["flows"]>[number];
type EndpointDocument = NonNullable<TenantDocument["eventEndpoints"]>[number];
type RuleDocument = NonNullable<TenantDocument["routing"]>[number];

/**
 * A document in full. Parts that are not sound (the schema has something against them) are reduced to their names, so
 * that everything else can still be checked against them.
 */
export function toModel(document: unknown, isSound: (pointer: string) => boolean): ConfigurationModel {
  const { tenants, connections } = asRecord(document);
  return {
    tenants: asList(tenants).map((tenant, index) => toTenant(tenant, `/tenants/${index}`, isSound)),
    connections: asList(connections).map((connection, index) =>
      toConnection(isSound(`/connections/${index}`) ? connection : pickName(connection)),
    ),
  };
}

function toTenant(document: unknown, at: string, isSound: (pointer: string) => boolean): TenantModel {
  const { name, flows, routing, privacy, validity, returnUrls, eventEndpoints } = asRecord(
    document,
  ) as Unsure<TenantDocument>;
  return {
    name: asName(name),
    flows: asList(flows).map((flow, index) =>
      toFlow(isSound(`${at}/flows/${index}`) ? flow : pickName(flow)),
    ),
    routing: asList(routing).map((rule, index) =>
      toRule(isSound(`${at}/routing/${index}`) ? rule : pickName(rule)),
    ),
    privacy: completePrivacy(isSound(`${at}/privacy`) ? (privacy as TenantDocument["privacy"]) : undefined),
    validity: completeValidity(
      isSound(`${at}/validity`) ? (validity as TenantDocument["validity"]) : undefined,
    ),
    returnUrls: completeReturnUrls(
      isSound(`${at}/returnUrls`) ? (returnUrls as TenantDocument["returnUrls"]) : undefined,
    ),
    eventEndpoints:
      eventEndpoints === undefined
        ? null
        : asList(eventEndpoints).map((endpoint, index) =>
            toEndpointModel(isSound(`${at}/eventEndpoints/${index}`) ? (endpoint as EndpointDocument) : {}),
          ),
  };
}

function toConnection(document: unknown): ConnectionModel {
  const {
    name,
    adapter = "",
    tenant = null,
    tenants = null,
    isRetired = false,
    prices = [],
    settings = {},
  } = document as Partial<ConnectionDocument>;
  return { name: asName(name), adapter, tenant, tenants, isRetired, prices, settings, references: {} };
}

function toFlow(document: unknown): FlowModel {
  const {
    name,
    requiredChecks = [],
    validFor = null,
    launchPage,
    targets = [],
  } = document as Partial<FlowDocument>;
  return {
    name: asName(name),
    requiredChecks,
    validFor,
    launchPage: toLaunchPage(launchPage),
    targets: targets.map(({ connection, settings = {} }) => ({
      connection,
      settings: structuredClone(settings),
    })),
  };
}

/** With nothing left out. */
export function toLaunchPage(given: FlowDocument["launchPage"]): LaunchPageModel | null {
  return given === undefined ? null : { returnUrl: given.returnUrl ?? null };
}

/** A rule's defaults are written out, so that equal rules look equal. */
export function toRule(document: unknown): RuleModel {
  const { name, when = {}, targets = [], canary = null } = document as Partial<RuleDocument>;
  return {
    name: asName(name),
    when,
    targets: targets.map(({ connection, priority = 1, weight = 1 }) => ({ connection, priority, weight })),
    canary,
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asName(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function pickName(value: unknown): { name: string } {
  return { name: asName(asRecord(value)["name"]) };
}
