import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FaultRoom } from "./fault-room.ts";

/** One way in which a database is there and cannot serve. */
export interface Cause {
  readonly name: string;
  /** Whether webhooks have nothing to do with it, and must not wait. */
  readonly sparesWebhooks: boolean;
  /** Whether other products have nothing to do with it. */
  readonly sparesNeighbours: boolean;
  /** Whether the gateway is to say that it is not ready. */
  readonly endsReadiness: boolean;
  /** Gives what ends it. */
  begin(room: FaultRoom): Promise<() => Promise<void>>;
}

/** Statements in a transaction that stays open. */
function holdOpen(name: string, sparesNeighbours: boolean, statement: (room: FaultRoom) => string): Cause {
  return {
    name,
    sparesWebhooks: true,
    sparesNeighbours,
    endsReadiness: false,
    async begin(room) {
      const client = await room.connect();
      await client.query(`begin; ${statement(room)}`);
      return () => client.end();
    },
  };
}

const lockedSessions = holdOpen("lock table sessions", false, () => "lock table sessions");
const lockedRow = holdOpen(
  "one locked row under refreshes",
  true,
  ({ hotSessionId }) => `select 1 from sessions where id = '${hotSessionId}' for update`,
);
const lockedAudit = holdOpen("a lock on audit_head", true, () => "lock table audit_head");

const frozenServer: Cause = {
  name: "a frozen PostgreSQL",
  sparesWebhooks: false,
  sparesNeighbours: false,
  endsReadiness: true,
  async begin({ server }) {
    await server.signalAll("SIGSTOP");
    return () => server.signalAll("SIGCONT");
  },
};

/** Sessions that begin meanwhile keep what they began with, as after a failover. */
const readOnly: Cause = {
  name: "a read-only database",
  sparesWebhooks: false,
  sparesNeighbours: false,
  endsReadiness: true,
  async begin({ admin }) {
    const { rows } = await admin.query<{ name: string }>("select current_database() as name");
    const set = (to: string) => `alter database "${rows[0]?.name}" ${to} default_transaction_read_only`;
    const endOthers = `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'kyc-gateway%' and datname = current_database()`;
    await admin.query(`${set("set")} = on`);
    await admin.query(endOthers);
    return async () => {
      await admin.query("begin; set transaction read write; commit");
      await admin.query(`set default_transaction_read_only = off; ${set("reset")}`);
    };
  },
};

const halfOpenListener: Cause = {
  name: "a half-open LISTEN line",
  sparesWebhooks: true,
  sparesNeighbours: true,
  endsReadiness: false,
  async begin({ directLine }) {
    directLine.freeze();
    return async () => directLine.mend();
  },
};

const halfOpenPool: Cause = {
  name: "a half-open pool",
  sparesWebhooks: false,
  sparesNeighbours: false,
  endsReadiness: true,
  async begin({ line }) {
    line.freeze();
    return async () => line.mend();
  },
};

/** `folder`: a small file system, which holds the database and nothing else. */
export const fullDisk = (folder: string): Cause => ({
  name: "a full disk",
  sparesWebhooks: false,
  sparesNeighbours: false,
  endsReadiness: true,
  async begin() {
    const file = join(folder, "filler");
    const chunk = Buffer.alloc(1 << 16);
    // Writes until nothing is left, however little.
    for (const size of [chunk.length, 4096])
      for (;;) {
        const isWritten = await writeFile(file, chunk.subarray(0, size), { flag: "a" }).then(
          () => true,
          () => false,
        );
        if (!isWritten) break;
      }
    return () => rm(file, { force: true });
  },
});

export const causes: readonly Cause[] = [
  lockedSessions,
  lockedRow,
  lockedAudit,
  frozenServer,
  readOnly,
  halfOpenListener,
  halfOpenPool,
];
