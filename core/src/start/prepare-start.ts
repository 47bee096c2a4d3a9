import type { Mistake, ProviderReference, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import { planRoute, type Flow, type Route, type Target } from "../routing/plan-route.ts";
import { StartFailure } from "./start-failure.ts";
import type { StartCommand, StartPorts } from "./start-ports.ts";

/** A candidate whose request has passed the adapter's own checks. */
export interface CheckedCandidate {
  readonly target: Target;
  readonly request: StartRequest;
}

/** What can be tried for a command, before anything is stored or sent. */
export interface PreparedStart {
  readonly sessionId: string;
  readonly skipped: Route["skipped"];
  readonly candidates: readonly CheckedCandidate[];
}

interface Parent {
  readonly connectionId: string;
  readonly reference: ProviderReference;
}

/** Finds the flow, its candidates and every mistake of the request. Throws `StartFailure`. */
export async function prepareStart(ports: StartPorts, command: StartCommand): Promise<PreparedStart> {
  const flow = ports.flows.findFlow(command.tenantId, command.flowName);
  if (flow === undefined) throw new StartFailure("unknown_flow", "The tenant has no flow of this name.");
  const parent = await findParent(ports, command);
  const route = planRoute(parent === undefined ? flow : bindToConnection(flow, parent), ports.providers);
  const sessionId = ports.newId();
  const judged = route.candidates.map((target) => {
    const request = buildRequest(command, { sessionId, target, parent });
    return { target, request, mistakes: ports.providers.checkStart(target.connectionId, request) };
  });
  const candidates = judged.filter(({ mistakes }) => mistakes.length === 0);
  if (candidates.length === 0) throw explainNoCandidate(judged.flatMap(({ mistakes }) => mistakes));
  const refused = judged
    .filter(({ mistakes }) => mistakes.length > 0)
    .map(({ target }) => ({ target, why: "request_not_supported" }));
  return { sessionId, candidates, skipped: [...route.skipped, ...refused] };
}

async function findParent(ports: StartPorts, command: StartCommand): Promise<Parent | undefined> {
  if (command.parentSessionId === undefined) return undefined;
  const parent = await ports.store.findParent(command.tenantId, command.parentSessionId);
  const { connectionId = null, reference = null } = parent ?? {};
  if (connectionId === null || reference === null) {
    const message = "is no session of yours that has been started";
    throw new StartFailure("parent_not_found", "There is no session that this one can belong to.", {
      mistakes: [{ pointer: "/parentSessionId", code: "not_found", message }],
    });
  }
  return { connectionId, reference };
}

/** A session that belongs to another can only live at the same account. */
function bindToConnection(flow: Flow, parent: Parent): Flow {
  return { ...flow, targets: flow.targets.filter((target) => target.connectionId === parent.connectionId) };
}

function buildRequest(
  command: StartCommand,
  { sessionId, target, parent }: { sessionId: string; target: Target; parent: Parent | undefined },
): StartRequest {
  return {
    ...command.request,
    sessionId,
    flow: target.flowSettings,
    ...(parent === undefined ? {} : { parent: parent.reference }),
  };
}

function explainNoCandidate(mistakes: readonly Mistake[]): StartFailure {
  return mistakes.length === 0
    ? new StartFailure("flow_unsupported", "No connection of the flow can serve this request.")
    : new StartFailure("invalid_request", "No connection of the flow accepts this request.", { mistakes });
}
