import type {
  CheckKind,
  ValidationIssue,
  ProviderReference,
  StartRequest,
} from "@kyc-gateway/adapter-spec/v1";
import { computeSeed } from "../routing/route-record.ts";
import type { Target } from "../routing/flow.ts";
import { planRoute, type Route } from "../routing/plan-route.ts";
import { findReturnUrlIssue } from "./return-url.ts";
import { StartFailure } from "./start-failure.ts";
import type { StartCommand, StartPorts } from "./start-ports.ts";

/** A candidate whose request has passed the adapter's own checks. */
export interface CheckedCandidate {
  readonly target: Target;
  readonly request: StartRequest;
}

/** What can be tried for a command, before anything is stored or sent. */
interface PreparedStart {
  readonly sessionId: string;
  readonly route: Route;
  readonly requiredChecks: readonly CheckKind[];
  readonly candidates: readonly [CheckedCandidate, ...CheckedCandidate[]];
}

/** What routing needs of the world. */
type RoutingPorts = Pick<StartPorts, "flows"> & {
  readonly store: Pick<StartPorts["store"], "findParent">;
  readonly providers: Omit<StartPorts["providers"], "start">;
};

/** What routing needs of a command: nothing that makes it a start. */
export type RouteCommand = Omit<StartCommand, "idempotencyKey" | "requestFingerprint" | "deadlineAt">;

/** A route with every issue that adapters found in the request on the way. */
export interface CheckedRoute {
  readonly route: Route;
  readonly requiredChecks: readonly CheckKind[];
  readonly issues: readonly ValidationIssue[];
  readonly requestFor: (target: Target, sessionId: string) => StartRequest;
}

interface Parent {
  readonly connectionId: string;
  readonly reference: ProviderReference;
}

/** Finds the flow, its candidates and every issue of the request. Throws `StartFailure`. */
export async function prepareStart(ports: StartPorts, command: StartCommand): Promise<PreparedStart> {
  const { route, requiredChecks, issues, requestFor } = await routeRequest(ports, command);
  const [first, ...others] = route.candidates;
  if (first === undefined) throw explainNoCandidate(issues);
  const sessionId = ports.newId();
  const check = (target: Target): CheckedCandidate => ({ target, request: requestFor(target, sessionId) });
  return { sessionId, route, requiredChecks, candidates: [check(first), ...others.map(check)] };
}

function explainUnknownFlow({ flows }: RoutingPorts, tenantId: string): string {
  const names = flows.listFlowNames(tenantId).toSorted();
  if (names.length === 0) return "You have no flow yet. Ask the operator of the gateway for one.";
  return `You have no flow of this name. Your flows: ${names.join(", ")}.`;
}

/** Where a request would go, and why; creates nothing. Throws `StartFailure` for a flow or a parent that is not there. */
export async function routeRequest(ports: RoutingPorts, command: RouteCommand): Promise<CheckedRoute> {
  const { tenantId, flowName, metadata, riskTags, request } = command;
  const flow = ports.flows.findFlow(tenantId, flowName);
  if (flow === undefined) throw new StartFailure("unknown_flow", explainUnknownFlow(ports, tenantId));
  refuseReturnUrl(ports, command);
  const parent = await findParent(ports, command);
  const requestFor: CheckedRoute["requestFor"] = (target, sessionId) => ({
    ...request,
    sessionId,
    flow: target.flowSettings,
    ...(parent === undefined ? {} : { parent: parent.reference }),
  });
  const issues: ValidationIssue[] = [];
  const route = planRoute(
    {
      flow,
      rules: ports.flows.findRules(tenantId),
      request: {
        flow: flowName,
        country: request.applicant.country,
        documentTypes: request.documentTypes,
        riskTags,
        metadata,
      },
      seed: computeSeed(tenantId, request.applicant.id),
      boundTo: parent?.connectionId,
      findRequestObstacle: (target) => {
        const found = ports.providers.checkStart(target.connectionId, requestFor(target, unassignedId));
        issues.push(...found);
        return found[0] === undefined ? undefined : `request_not_supported:${found[0].pointer}`;
      },
    },
    ports.providers,
  );
  return { route, requiredChecks: flow.requiredChecks, issues, requestFor };
}

function refuseReturnUrl({ flows }: RoutingPorts, { tenantId, request }: RouteCommand): void {
  if (request.returnUrl === undefined) return;
  const issue = findReturnUrlIssue(request.returnUrl, flows.findAppSchemes(tenantId));
  if (issue !== undefined)
    throw new StartFailure("invalid_request", "The applicant cannot be sent back there.", {
      issues: [issue],
    });
}

/** Checks are made before there is a session: adapters look at what is asked, not at the id. */
const unassignedId = "00000000-0000-7000-8000-000000000000";

async function findParent(ports: RoutingPorts, command: RouteCommand): Promise<Parent | undefined> {
  if (command.parentSessionId === undefined) return undefined;
  const parent = await ports.store.findParent(command.tenantId, command.parentSessionId);
  const { connectionId = null, reference = null } = parent ?? {};
  if (connectionId === null || reference === null) {
    const message = "is no session of yours that has been started";
    throw new StartFailure("parent_not_found", "There is no session that this one can belong to.", {
      issues: [{ pointer: "/parentSessionId", code: "not_found", message }],
    });
  }
  return { connectionId, reference };
}

function explainNoCandidate(issues: readonly ValidationIssue[]): StartFailure {
  return issues.length === 0
    ? new StartFailure("flow_unsupported", "No connection of the flow can serve this request.")
    : new StartFailure("invalid_request", "No connection of the flow accepts this request.", { issues });
}
