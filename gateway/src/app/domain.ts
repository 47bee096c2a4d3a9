import { createEvents, type Events } from "../features/events/events.ts";
import { createEraseAtProvider } from "../features/privacy/erasure/erase-at-provider.ts";
import { createErasureService, type ErasureService } from "../features/privacy/erasure/erasure-service.ts";
import { createProviderPort } from "../features/sessions/provider-port.ts";
import { countTransition } from "../features/sessions/session.metrics.ts";
import {
  createSessionService,
  type OnTransition,
  type SessionService,
} from "../features/sessions/session-service.ts";
import { createLabelBound, mostFlows } from "../platform/observability/metrics/label-bound.ts";
import type { Foundation } from "./foundation.ts";

/** Sessions, erasures and the events that tell of both: all that a command needs which reaches providers. */
export interface Domain {
  readonly events: Events;
  readonly sessions: SessionService;
  readonly erasures: ErasureService;
}

/** Sessions and erasures tell of their transitions alike. */
export function createDomain(foundation: Foundation): Domain {
  const { config, log, database, vault, configuration, metrics, adapterHost } = foundation;
  const events = createEvents({ database, vault, log, metrics, allowedHosts: config.eventHostsAllowed });
  const counting = {
    metrics,
    nameConnection: (id: string) => configuration.current.connections.get(id)?.name,
    nameFlow: createLabelBound(mostFlows),
  };
  const onTransition: OnTransition = (transition, session) => {
    countTransition(counting, transition, session);
    const { from, to, cause } = transition;
    log.info({ from, to, cause }, "session_changed");
    events.notifier.ring();
  };
  const sessions = createSessionService({
    database,
    vault,
    configuration,
    metrics,
    providers: createProviderPort(configuration, adapterHost, metrics),
    publicUrl: config.publicUrl,
    onTransition,
  });
  const erasures = createErasureService({
    database,
    vault,
    findSession: (sessionId) => sessions.reads.findOfAny(sessionId),
    erase: createEraseAtProvider(configuration),
    onTransition,
  });
  return { events, sessions, erasures };
}
