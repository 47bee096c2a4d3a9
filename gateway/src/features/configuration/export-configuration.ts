import { defaultNoticeDays, type Configuration } from "@kyc-gateway/http-api";
import type {
  ConfigurationModel,
  ConnectionModel,
  RuleModel,
  TenantModel,
  LaunchPageModel,
} from "./configuration-model.ts";
import { presentEndpointModel } from "../events/index.ts";
import type { FindSecrets } from "./find-changes.ts";
import { hideSecrets } from "../../platform/config/secret-references.ts";

type TenantDocument = NonNullable<Configuration["tenants"]>[number];
type ConnectionDocument = NonNullable<Configuration["connections"]>[number];

/** The configuration as a document that can be applied again. It holds no secret: references, or `$stored`. */
export function exportConfiguration(
  { tenants, connections }: ConfigurationModel,
  findSecrets: FindSecrets,
): Configuration {
  return {
    tenants: tenants.map(presentTenant),
    connections: connections.map((connection) => presentConnection(connection, findSecrets(connection))),
  };
}

/** A connection without its secrets. */
export function presentConnection(
  connection: ConnectionModel,
  secrets: readonly string[],
): ConnectionDocument {
  const { name, adapter, tenant, tenants, isRetired, prices } = connection;
  return {
    name,
    adapter,
    ...(tenant === null ? {} : { tenant }),
    ...(tenants === null ? {} : { tenants: [...tenants] }),
    ...(isRetired ? { isRetired } : {}),
    ...(prices.length === 0 ? {} : { prices: [...prices] }),
    settings: hideSecrets(connection, secrets),
  };
}

function presentTenant({
  name,
  flows,
  routing,
  privacy,
  validity,
  returnUrls,
  eventEndpoints,
}: TenantModel): TenantDocument {
  const [demands, notice] = [presentPrivacy(privacy), presentValidity(validity)];
  return {
    name,
    flows: flows.map(presentFlow),
    routing: routing.map(presentRule),
    ...(Object.keys(demands).length === 0 ? {} : { privacy: demands }),
    ...(Object.keys(notice).length === 0 ? {} : { validity: notice }),
    ...(returnUrls.appSchemes.length === 0 ? {} : { returnUrls: presentReturnUrls(returnUrls) }),
    eventEndpoints: (eventEndpoints ?? []).map(presentEndpointModel),
  };
}

/** What a tenant demands; what it does not is left out. */
export function presentPrivacy({
  isAccessReasonRequired,
  retentionDays,
}: TenantModel["privacy"]): NonNullable<TenantDocument["privacy"]> {
  return {
    ...(isAccessReasonRequired ? { isAccessReasonRequired } : {}),
    ...(Object.keys(retentionDays).length === 0 ? {} : { retentionDays: { ...retentionDays } }),
  };
}

/** How a tenant is told that approvals end; the default is left out. */
export function presentValidity({
  noticeDays,
}: TenantModel["validity"]): NonNullable<TenantDocument["validity"]> {
  return noticeDays === defaultNoticeDays ? {} : { noticeDays };
}

/** Where a tenant's applicants may return to, beside https and http. */
export function presentReturnUrls({
  appSchemes,
}: TenantModel["returnUrls"]): NonNullable<TenantDocument["returnUrls"]> {
  return appSchemes.length === 0 ? {} : { appSchemes: [...appSchemes] };
}

function presentLaunchPage({ returnUrl }: LaunchPageModel): { returnUrl?: string } {
  return returnUrl === null ? {} : { returnUrl };
}

/** A flow; what is empty is left out. */
export function presentFlow({
  name,
  requiredChecks,
  validFor,
  launchPage,
  targets,
}: TenantModel["flows"][number]): NonNullable<TenantDocument["flows"]>[number] {
  return {
    name,
    ...(requiredChecks.length === 0 ? {} : { requiredChecks: [...requiredChecks] }),
    ...(validFor === null ? {} : { validFor }),
    ...(launchPage === null ? {} : { launchPage: presentLaunchPage(launchPage) }),
    targets: targets.map(({ connection, settings }) =>
      Object.keys(settings).length === 0 ? { connection } : { connection, settings },
    ),
  };
}

/** A rule; its defaults are written out. */
export function presentRule({
  name,
  when,
  targets,
  canary,
}: RuleModel): NonNullable<TenantDocument["routing"]>[number] {
  return {
    name,
    ...(Object.keys(when).length === 0
      ? {}
      : { when: when as NonNullable<NonNullable<TenantDocument["routing"]>[number]["when"]> }),
    targets: targets.map((target) => ({ ...target })),
    ...(canary === null ? {} : { canary: { ...canary } }),
  };
}
