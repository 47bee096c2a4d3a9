import { randomUUID } from "node:crypto";
import type { Client } from "pg";
import { notifyChannel } from "./notifications.store.ts";

/** Proves that notifications come through: the connection sends itself one, again and again. */
interface Heartbeat {
  /** Where it listens, beside the channels that matter. */
  readonly channel: string;
  /** One of its own notifications came. */
  onRemoteEvent(): void;
  start(): void;
  stop(): void;
}

const everyMs = 4000;
/** Twice as long as the whole way takes on a bad day; with the pause before it, noticed well within 15 s. */
const patienceMs = 5000;

/** Thrown into the connection's life when it has to be made anew. */
export class ListenerSilentError extends Error {
  constructor(isAnswering: boolean) {
    super(
      isAnswering
        ? "PostgreSQL answers but its notifications do not arrive: DATABASE_DIRECT_URL must lead to PostgreSQL itself, not to a transaction-pooling proxy"
        : `the listening connection gave no sign of life for ${patienceMs / 1000} s`,
    );
    this.name = "ListenerSilentError";
  }
}

export function createHeartbeat(
  client: Pick<Client, "query">,
  { onProven, onSilent }: { onProven: () => void; onSilent: (error: ListenerSilentError) => void },
): Heartbeat {
  const channel = `kyc_heartbeat_${randomUUID().replaceAll("-", "")}`;
  let timer: NodeJS.Timeout | undefined;
  let isAnswering = false;
  const beat = (): void => {
    isAnswering = false;
    timer = setTimeout(() => onSilent(new ListenerSilentError(isAnswering)), patienceMs);
    notifyChannel(client, channel, (isTaken) => {
      // A broken connection's own end tells of it.
      isAnswering = isTaken;
    });
  };
  return {
    channel,
    onRemoteEvent() {
      clearTimeout(timer);
      onProven();
      timer = setTimeout(beat, everyMs);
    },
    start: beat,
    stop: () => clearTimeout(timer),
  };
}
