import { completeReturnUrls } from "./return-url-settings.ts";
import { completePrivacy } from "./privacy-settings.ts";
import { completeValidity } from "./validity-settings.ts";
import type { EndpointModel } from "../events/index.ts";
import { flatten, isWithin } from "../../platform/validation/json-pointer.ts";
import type { ConfigurationModel, ConnectionModel, FlowModel, TenantModel } from "./configuration-model.ts";

/** One value that becomes another. Secrets are only said to change. */
export interface ValueChange {
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What stands in the way of telling a value. */
const hiddenValue = "(secret)";

interface ChangeHead {
  readonly action: "create" | "update" | "remove";
  readonly values: readonly ValueChange[];
}

/** One step from what is configured to what shall be. */
export type Change = ChangeHead &
  (
    | { readonly kind: "tenant"; readonly tenant: string }
    | {
        readonly kind: "connection";
        readonly connection: string;
        readonly desired: ConnectionModel | undefined;
      }
    | {
        readonly kind: "flow";
        readonly tenant: string;
        readonly flow: string;
        readonly desired: FlowModel | undefined;
      }
    | { readonly kind: "routing"; readonly tenant: string; readonly desired: TenantModel["routing"] }
    | {
        readonly kind: "endpoint";
        readonly tenant: string;
        readonly url: string;
        readonly desired: EndpointModel | undefined;
      }
    | { readonly kind: "privacy"; readonly tenant: string; readonly desired: TenantModel["privacy"] }
    | { readonly kind: "validity"; readonly tenant: string; readonly desired: TenantModel["validity"] }
    | { readonly kind: "return-urls"; readonly tenant: string; readonly desired: TenantModel["returnUrls"] }
  );

/** Pointers of a connection's secrets, within its settings. */
export type FindSecrets = (connection: ConnectionModel) => readonly string[];

/**
 * The steps from one configuration to another, in an order in which each can be taken: what is named by others comes
 * before them, and goes after them. Tenants are never removed: their sessions are theirs.
 */
export function findChanges(
  current: ConfigurationModel,
  desired: ConfigurationModel,
  findSecrets: FindSecrets,
): readonly Change[] {
  const tenants = desired.tenants
    .filter(({ name }) => !current.tenants.some((tenant) => tenant.name === name))
    .map(({ name }): Change => ({ kind: "tenant", action: "create", tenant: name, values: [] }));
  const connections = pair(current.connections, desired.connections, readName).flatMap(([before, after]) =>
    compareConnections(before, after, findSecrets),
  );
  const inTenants = pair(current.tenants, desired.tenants, readName).flatMap(([before, after]) =>
    after === undefined ? [] : compareTenants(before, after),
  );
  const isLate = ({ action, kind }: Change) => action === "remove" && kind === "connection";
  return [
    ...tenants,
    ...connections.filter((change) => !isLate(change)),
    ...inTenants,
    ...connections.filter(isLate),
  ];
}

function compareConnections(
  before: ConnectionModel | undefined,
  after: ConnectionModel | undefined,
  findSecrets: FindSecrets,
): readonly Change[] {
  const secrets = [before, after].flatMap((model) =>
    model === undefined ? [] : findSecrets(model).map((pointer) => `/settings${pointer}`),
  );
  const values = compareValues(before, after).map((change) =>
    secrets.some((secret) => isWithin(change.pointer, secret)) ? hide(change) : change,
  );
  const connection = (after ?? before)?.name ?? "";
  const action = chooseAction(before, after, values);
  return action === undefined ? [] : [{ kind: "connection", action, connection, values, desired: after }];
}

function compareTenants(before: TenantModel | undefined, after: TenantModel): readonly Change[] {
  const tenant = after.name;
  const flows = pair(before?.flows ?? [], after.flows, readName).flatMap(([old, desired]): Change[] => {
    const values = compareValues(old, desired);
    const action = chooseAction(old, desired, values);
    const flow = (desired ?? old)?.name ?? "";
    return action === undefined ? [] : [{ kind: "flow", action, tenant, flow, values, desired }];
  });
  const endpoints =
    after.eventEndpoints === null
      ? []
      : pair(before?.eventEndpoints ?? [], after.eventEndpoints, ({ url }) => url).flatMap((both) =>
          compareEndpoints(tenant, both),
        );
  const rules = compareValues(before?.routing ?? [], after.routing);
  return [
    ...flows,
    ...endpoints,
    ...(rules.length === 0
      ? []
      : [
          {
            action: "update" as const,
            tenant,
            kind: "routing" as const,
            values: rules,
            desired: after.routing,
          },
        ]),
    ...compareSettings(before, after),
  ];
}

/** What a tenant has besides flows, rules and endpoints: each part is replaced as a whole. */
function compareSettings(before: TenantModel | undefined, after: TenantModel): readonly Change[] {
  const shared = { action: "update", tenant: after.name } as const;
  const changes: readonly Change[] = [
    {
      ...shared,
      kind: "privacy",
      values: compareValues(before?.privacy ?? completePrivacy(), after.privacy),
      desired: after.privacy,
    },
    {
      ...shared,
      kind: "validity",
      values: compareValues(before?.validity ?? completeValidity(), after.validity),
      desired: after.validity,
    },
    {
      ...shared,
      kind: "return-urls",
      values: compareValues(before?.returnUrls ?? completeReturnUrls(), after.returnUrls),
      desired: after.returnUrls,
    },
  ];
  return changes.filter(({ values }) => values.length > 0);
}

function compareEndpoints(
  tenant: string,
  [before, desired]: readonly [EndpointModel | undefined, EndpointModel | undefined],
): readonly Change[] {
  const values = compareValues(before, desired).map((change) =>
    isWithin(change.pointer, "/signingKey/secret") ? hide(change) : change,
  );
  const action = chooseAction(before, desired, values);
  const url = (desired ?? before)?.url ?? "";
  return action === undefined ? [] : [{ kind: "endpoint", action, tenant, url, values, desired }];
}

function chooseAction(
  before: unknown,
  after: unknown,
  values: readonly ValueChange[],
): Change["action"] | undefined {
  if (before === undefined) return "create";
  if (after === undefined) return "remove";
  return values.length === 0 ? undefined : "update";
}

function compareValues(before: unknown, after: unknown): readonly ValueChange[] {
  const [old, desired] = [flatten(before), flatten(after)];
  const pointers = new Set([...old.keys(), ...desired.keys()]);
  return [...pointers]
    .filter((pointer) => JSON.stringify(old.get(pointer)) !== JSON.stringify(desired.get(pointer)))
    .map((pointer) => ({
      pointer,
      ...(old.has(pointer) ? { before: old.get(pointer) } : {}),
      ...(desired.has(pointer) ? { after: desired.get(pointer) } : {}),
    }));
}

function hide(change: ValueChange): ValueChange {
  return {
    pointer: change.pointer,
    ...("before" in change ? { before: hiddenValue } : {}),
    ...("after" in change ? { after: hiddenValue } : {}),
  };
}

function readName({ name }: { readonly name: string }): string {
  return name;
}

/** Those of one name, side by side. */
function pair<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (item: T) => string,
): readonly (readonly [T | undefined, T | undefined])[] {
  const [old, desired] = [before, after].map((list) => new Map(list.map((item) => [nameOf(item), item])));
  const names = new Set([...(old?.keys() ?? []), ...(desired?.keys() ?? [])]);
  return [...names].map((name) => [old?.get(name), desired?.get(name)] as const);
}
