import type { ValidationIssue } from "@kyc-gateway/adapter-spec/v1";
import { findMissingCheck, findReturnUrlIssue } from "@kyc-gateway/core";
import type { AdapterHost } from "../providers/index.ts";
import { checkRouting } from "./check-routing.ts";
import { checkReturnUrls } from "./return-url-settings.ts";
import type { ConfigurationModel, ConnectionModel, FlowModel } from "./configuration-model.ts";
import { createIssueList, refuseDuplicates, type IssueList } from "../../platform/validation/issue-list.ts";
import { type EndpointModel, checkEndpointUrl, readSharedSecret } from "../events/index.ts";

/** What a check may rest on. */
export interface CheckContext {
  readonly adapterHost: Pick<AdapterHost, "adapters" | "checkSettings" | "checkFlow">;
  /** Hosts that events may go to although they are not public. */
  readonly eventHostsAllowed: readonly string[];
  /** Parts that the schema has something against are known by name alone, and not looked at. */
  readonly isSound: (pointer: string) => boolean;
}

/**
 * Every issue that no schema can say, with pointers into the configuration. Fills the adapters' defaults into
 * settings on the way, so that equal configurations look equal.
 */
export function checkConfiguration(
  model: ConfigurationModel,
  context: CheckContext,
): readonly ValidationIssue[] {
  const issues = createIssueList();
  refuseDuplicates(issues, "/tenants", { kind: "tenant", names: model.tenants.map(({ name }) => name) });
  refuseDuplicates(issues, "/connections", {
    kind: "connection",
    names: model.connections.map(({ name }) => name),
  });
  for (const [index, connection] of model.connections.entries())
    checkConnection(issues, { connection, at: `/connections/${index}`, model, context });
  for (const [index, tenant] of model.tenants.entries()) {
    const at = `/tenants/${index}`;
    const usable = findUsable(model, tenant.name);
    refuseDuplicates(issues, `${at}/flows`, { kind: "flow", names: tenant.flows.map(({ name }) => name) });
    for (const [position, flow] of tenant.flows.entries()) {
      const place = `${at}/flows/${position}`;
      if (!context.isSound(place)) continue;
      checkFlow(issues, { flow, at: place, usable, context });
      checkLaunchPage(issues, { flow, at: place, appSchemes: tenant.returnUrls.appSchemes });
    }
    checkReturnUrls(issues, tenant.returnUrls, at);
    checkEndpoints(issues, {
      endpoints: tenant.eventEndpoints ?? [],
      at: `${at}/eventEndpoints`,
      allowedHosts: new Set(context.eventHostsAllowed),
      isSound: context.isSound,
    });
    checkRouting(issues, {
      tenant,
      at,
      isUsable: (name) => usable.has(name),
      canServe: (flow, connection) => canServe(flow, usable.get(connection), context),
      isSound: context.isSound,
    });
  }
  return issues.found;
}

/** The connections that a tenant may use, by name. */
function findUsable(model: ConfigurationModel, tenant: string): ReadonlyMap<string, ConnectionModel> {
  const usable = model.connections.filter((connection) =>
    connection.tenant === null
      ? (connection.tenants?.includes(tenant) ?? true)
      : connection.tenant === tenant,
  );
  return new Map(usable.map((connection) => [connection.name, connection]));
}

function checkConnection(
  issues: IssueList,
  parts: { connection: ConnectionModel; at: string; model: ConfigurationModel; context: CheckContext },
): void {
  const { connection, at, model, context } = parts;
  if (!context.isSound(at)) return;
  const { adapter, settings, tenant, tenants } = connection;
  for (const { pointer, code, message } of context.adapterHost.checkSettings(adapter, settings))
    issues.add(code === "unknown_adapter" ? `${at}/adapter` : `${at}/settings${pointer}`, code, message);
  if (tenant !== null && tenants !== null)
    issues.add(`${at}/tenants`, "contradiction", "cannot stand beside tenant: keep one of them");
  const known = `there are: ${listNames(model.tenants)}`;
  const isKnown = (name: string) => model.tenants.some((other) => other.name === name);
  if (tenant !== null && !isKnown(tenant))
    issues.add(`${at}/tenant`, "unknown_tenant", `names no tenant: ${tenant}; ${known}`);
  for (const [index, name] of (tenants ?? []).entries())
    if (!isKnown(name))
      issues.add(`${at}/tenants/${index}`, "unknown_tenant", `names no tenant: ${name}; ${known}`);
}

function checkFlow(
  issues: IssueList,
  parts: {
    flow: FlowModel;
    at: string;
    usable: ReadonlyMap<string, ConnectionModel>;
    context: CheckContext;
  },
): void {
  const { flow, at, usable, context } = parts;
  const names = flow.targets.map(({ connection }) => connection);
  for (const [index, target] of flow.targets.entries()) {
    const place = `${at}/targets/${index}`;
    const connection = usable.get(target.connection);
    if (connection === undefined) {
      const message = `names no connection that this tenant can use: ${target.connection}; it can use: ${listNames([...usable.values()])}`;
      issues.add(`${place}/connection`, "unknown_connection", message);
      continue;
    }
    if (names.indexOf(target.connection) < index)
      issues.add(`${place}/connection`, "not_unique", `is a target already: ${target.connection}`);
    // An adapter that is not loaded is the connection's issue.
    if (!context.adapterHost.adapters.has(connection.adapter)) continue;
    for (const { pointer, code, message } of context.adapterHost.checkFlow(
      connection.adapter,
      target.settings,
    ))
      issues.add(`${place}/settings${pointer}`, code, message);
  }
  if (!names.some((name) => canServe(flow, usable.get(name), context) ?? true)) {
    const message = `no target of this flow can do all of these checks: ${flow.requiredChecks.join(", ")}`;
    issues.add(`${at}/requiredChecks`, "no_capable_target", message);
  }
}

/** The page leads nowhere that the tenant's own sessions could not. */
function checkLaunchPage(
  issues: IssueList,
  { flow, at, appSchemes }: { flow: FlowModel; at: string; appSchemes: readonly string[] },
): void {
  const returnUrl = flow.launchPage?.returnUrl ?? null;
  const issue = returnUrl === null ? undefined : findReturnUrlIssue(returnUrl, appSchemes);
  if (issue !== undefined) issues.add(`${at}/launchPage/returnUrl`, issue.code, issue.message);
}

/** Names for a message; very many are not all told. */
function listNames(named: readonly { readonly name: string }[]): string {
  const most = 50;
  const names = named.slice(0, most).map(({ name }) => name);
  if (names.length === 0) return "none";
  return named.length > most ? `${names.join(", ")} and ${named.length - most} more` : names.join(", ");
}

/** Undefined: nobody can tell, because the connection or its adapter is not there; that is an issue of its own. */
function canServe(
  flow: FlowModel,
  connection: ConnectionModel | undefined,
  { adapterHost }: CheckContext,
): boolean | undefined {
  const manifest = adapterHost.adapters.get(connection?.adapter ?? "")?.manifest;
  return manifest === undefined ? undefined : findMissingCheck(flow, manifest.capabilities) === undefined;
}

/** Issues in a tenant's endpoints that no schema can say. */
function checkEndpoints(
  issues: IssueList,
  parts: {
    readonly endpoints: readonly EndpointModel[];
    readonly at: string;
    readonly allowedHosts: ReadonlySet<string>;
    readonly isSound: (pointer: string) => boolean;
  },
): void {
  const { endpoints, at, allowedHosts, isSound } = parts;
  const urls = endpoints.map(({ url }) => url);
  for (const [index, { url, keyKind, signingKey }] of endpoints.entries()) {
    const place = `${at}/${index}`;
    if (!isSound(place)) continue;
    const { issue } = checkEndpointUrl(url, allowedHosts);
    if (issue !== undefined) issues.add(`${place}/url`, issue.code, issue.message);
    if (urls.indexOf(url) < index)
      issues.add(`${place}/url`, "not_unique", "is the URL of an earlier endpoint already");
    if (signingKey === null) continue;
    if (keyKind === "ed25519")
      issues.add(
        `${place}/signingKey`,
        "contradiction",
        "cannot stand beside keyKind ed25519: such a key is made here",
      );
    const secret = readSharedSecret(signingKey.secret);
    if (secret.kind === "issue") issues.add(`${place}/signingKey`, "invalid_key", secret.message);
  }
}
