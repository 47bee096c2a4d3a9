import type { PoolConfig } from "pg";

/** One pool's share of PostgreSQL. All times are in milliseconds. */
export interface PoolLimits {
  readonly size: number;
  /** Longest wait for a free connection, or for a new one. */
  readonly acquireMs: number;
  readonly statementMs: number;
  readonly lockMs: number;
  /** How long PostgreSQL keeps a transaction open whose process has fallen silent. */
  readonly idleInTransactionMs: number;
}

/** The pools of one process. None can take another's connections. */
export interface PoolsLimits {
  /** Products' and operators' requests. */
  readonly requests: PoolLimits;
  /** Committing webhooks, and nothing else. */
  readonly ingest: PoolLimits;
  /** Everything that no request waits for. */
  readonly jobs: PoolLimits;
  /** Readiness and metrics. */
  readonly monitor: PoolLimits;
}

interface Sizes {
  readonly databasePoolSize: number;
  readonly databaseIngestPoolSize: number;
  readonly databaseJobPoolSize: number;
  readonly requestDeadlineMs: number;
}

/** Beyond PostgreSQL's own limit for a statement, before its line counts as dead. */
export const deadLineGraceMs = 500;

/** Each limit of a request is a part of its deadline, so that several may be met within one. */
export function planPools(config: Sizes): PoolsLimits {
  const { requestDeadlineMs: deadlineMs } = config;
  const ofRequest = {
    acquireMs: Math.min(3000, deadlineMs * 0.3),
    statementMs: Math.min(4000, deadlineMs * 0.4),
    lockMs: Math.min(2000, deadlineMs / 5),
    idleInTransactionMs: deadlineMs + 5000,
  };
  return {
    requests: { size: config.databasePoolSize, ...ofRequest },
    ingest: { size: config.databaseIngestPoolSize, ...ofRequest },
    jobs: {
      size: config.databaseJobPoolSize,
      acquireMs: 3000,
      statementMs: 8000,
      lockMs: 2000,
      idleInTransactionMs: 60_000,
    },
    monitor: { size: 2, acquireMs: 700, statementMs: 700, lockMs: 200, idleInTransactionMs: 5000 },
  };
}

/** The limits as PostgreSQL takes them when a connection begins. */
export function describeLimits(limits: PoolLimits): PoolConfig {
  return {
    statement_timeout: Math.round(limits.statementMs),
    lock_timeout: Math.round(limits.lockMs),
    idle_in_transaction_session_timeout: Math.round(limits.idleInTransactionMs),
  };
}
