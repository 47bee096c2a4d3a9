import { allScopes } from "../support/gateway-harness.ts";
import { answerOk, answerStatus } from "../support/event-receiver.ts";
import { connection, type WatchedRoom } from "./watched-room.ts";

type End = () => Promise<unknown>;

/** Something that goes wrong, and the alert that has to say so. */
export interface Fault {
  readonly name: string;
  readonly alert: string;
  /** From its beginning until the alert fires, at most, in seconds of the run. */
  readonly withinSeconds: number;
  /** Takes long and disturbs nobody: it begins first, and the others go on meanwhile. */
  readonly isSlow?: boolean;
  begin(room: WatchedRoom): Promise<End>;
}

type ProviderFault = Parameters<WatchedRoom["provider"]["addFault"]>[0]["fault"];

const atProvider =
  (fault: ProviderFault) =>
  async ({ provider }: WatchedRoom): Promise<End> => {
    const id = await provider.addFault({ fault });
    return () => provider.removeFault(id);
  };

/** Statements in a transaction that stays open. */
const holdOpen =
  (statement: string) =>
  async ({ connect }: WatchedRoom): Promise<End> => {
    const client = await connect();
    await client.query(`begin; ${statement}`);
    return () => client.end();
  };

const repeat = (everyMs: number, work: () => Promise<unknown>): End => {
  const timer = setInterval(() => void work().catch(() => undefined), everyMs);
  return async () => clearInterval(timer);
};

/** Those that make requests fail are far apart: the long window of a promise has to forget the one before. */
export const faults: readonly Fault[] = [
  {
    name: "a product uses a key that expires in an hour",
    alert: "KycApiKeyExpires",
    withinSeconds: 480,
    isSlow: true,
    async begin({ stage, tenant, api }) {
      const expiresAt = new Date(Date.now() + 60 * 60_000);
      const { key } = await stage.provisioning.createKey({
        tenant,
        name: "old",
        scopes: allScopes,
        expiresAt,
      });
      const headers = { authorization: `Bearer ${key}` };
      return repeat(2000, () => fetch(`${api.url}/v1/sessions?limit=1`, { headers }));
    },
  },
  {
    name: "the provider answers 429",
    alert: "KycProviderThrottled",
    withinSeconds: 60,
    begin: atProvider({ kind: "rate_limited", retryAfter: { seconds: 1 } }),
  },
  {
    name: "the provider sends no webhooks",
    alert: "KycProviderSilent",
    withinSeconds: 150,
    begin: atProvider({ kind: "lost" }),
  },
  {
    name: "somebody floods with forged webhooks",
    alert: "KycWebhooksRejected",
    withinSeconds: 90,
    begin: async ({ api }) =>
      repeat(200, () =>
        fetch(`${api.url}/webhooks/identomat/${connection}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ callbackApiKey: "guess", type: "session-status-update" }),
        }),
      ),
  },
  {
    name: "the provider answers 503",
    alert: "KycProviderBreakerOpen",
    withinSeconds: 30,
    begin: atProvider({ kind: "server_error", status: 503 }),
  },
  {
    name: "the provider says a word that nobody knows",
    alert: "KycProviderSaysNewWords",
    withinSeconds: 30,
    async begin({ provider, api, key }) {
      const answer = await fetch(`${api.url}/v1/sessions`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          "idempotency-key": crypto.randomUUID(),
        },
        body: JSON.stringify({ flow: "standard", applicant: { id: "drift" } }),
      });
      const { launch } = (await answer.json()) as { launch: { token: string } };
      await provider.control("POST", `sessions/${launch.token}/act`, { act: "reject", reason: "moon_phase" });
      return async () => undefined;
    },
  },
  {
    name: "a product's endpoint answers 500",
    alert: "KycEventsPending",
    withinSeconds: 120,
    async begin({ receiver }) {
      receiver.answerWith(answerStatus(500));
      return async () => receiver.answerWith(answerOk);
    },
  },
  {
    name: "the database is away",
    alert: "KycDatabaseDown",
    withinSeconds: 15,
    async begin({ line }) {
      line.cut();
      return async () => line.mend();
    },
  },
  {
    name: "the current partition of a table is missing",
    alert: "KycPartitionsMissing",
    withinSeconds: 150,
    async begin({ stage: { pool } }) {
      const { rows } = await pool.query<{ name: string; bounds: string }>(
        `select p.name, pg_get_expr(c.relpartbound, c.oid) as bounds from list_time_partitions('event_attempts') p
         join pg_class c on c.relname = p.name where now() >= p.begins_at and now() < p.ends_at`,
      );
      const { name = "", bounds = "" } = rows[0] ?? {};
      await pool.query(`alter table event_attempts detach partition ${name}`);
      return () =>
        pool.query(`begin; truncate event_attempts_default;
          alter table event_attempts attach partition ${name} ${bounds}; commit`);
    },
  },
  {
    name: "the queue holds a job that no worker knows",
    alert: "KycJobQueueStuck",
    withinSeconds: 60,
    async begin({ stage: { pool } }) {
      await pool.query("select graphile_worker.add_job('of-a-newer-version', job_key := 'stuck')");
      return () => pool.query("select graphile_worker.remove_job('stuck')");
    },
  },
  {
    name: "the table sessions is locked",
    alert: "KycDatabaseBlocked",
    withinSeconds: 45,
    begin: holdOpen("lock table sessions"),
  },
  {
    name: "the listener's connection is half open",
    alert: "KycListenerSilent",
    withinSeconds: 40,
    async begin({ listenerLine }) {
      listenerLine.freeze();
      return async () => listenerLine.mend();
    },
  },
  {
    name: "the worker is stopped",
    alert: "KycWorkersAbsent",
    withinSeconds: 75,
    async begin({ worker }) {
      await worker.stop();
      return () => worker.restart();
    },
  },
  {
    name: "the database is read-only",
    alert: "KycDatabaseReadOnly",
    withinSeconds: 20,
    async begin({ stage: { pool } }) {
      const { rows } = await pool.query<{ name: string }>("select current_database() as name");
      const set = (to: string) => `alter database "${rows[0]?.name}" ${to} default_transaction_read_only`;
      await pool.query(`${set("set")} = on`);
      await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'kyc-gateway%' and datname = current_database()`);
      return () => pool.query(`begin read write; ${set("reset")}; commit`);
    },
  },
  {
    name: "one replica is killed",
    alert: "KycReplicaAbsent",
    withinSeconds: 30,
    async begin({ secondApi }) {
      await secondApi.kill();
      return () => secondApi.restart();
    },
  },
  {
    name: "the provider takes 3 s",
    alert: "KycProviderSlow",
    withinSeconds: 90,
    begin: atProvider({ kind: "latency", delay: { ms: 3000 } }),
  },
  {
    name: "every replica is killed",
    alert: "KycGatewayAbsent",
    withinSeconds: 30,
    async begin({ api, secondApi, worker }) {
      const all = [api, secondApi, worker];
      await Promise.all(all.map((replica) => replica.kill()));
      return () => Promise.all(all.map((replica) => replica.restart()));
    },
  },
];
