import type { CallbackAttempt, LedgerSnapshot, SessionTruth } from "@kyc-gateway/simulators";
import type { Pool } from "pg";
import { tenants, type AccountName, type MachineRoom } from "./machine-room.ts";
import { findExpectedStatus } from "./expected-status.ts";
import { countUnknownOutcomes, type Start } from "./traffic.ts";

/** What every provider wrote down, by account. */
export type Ledgers = ReadonlyMap<AccountName, LedgerSnapshot>;

export async function readLedgers({ providers }: Pick<MachineRoom, "providers">): Promise<Ledgers> {
  const read = [...providers].map(async ([account, one]) => [account, await one.readLedger()] as const);
  return new Map(await Promise.all(read));
}

export function countWebhooks(ledgers: Ledgers): number {
  return [...ledgers.values()].reduce((sum, { callbacks }) => sum + callbacks.filter(isSent).length, 0);
}

const isSent = ({ kind }: CallbackAttempt): boolean => kind !== "lost";

/**
 * Webhooks that were answered with 2xx and are not in the inbox. One with an id of the provider's must be there by it. One
 * without may have been coalesced with its equal: a row of its session that was not settled when it came, and was there
 * when it was answered.
 */
export async function listLostDeliveries(pool: Pool, ledgers: Ledgers): Promise<readonly string[]> {
  const lost: string[] = [];
  for (const [account, { callbacks }] of ledgers) {
    const taken = callbacks.filter(({ answer }) => answer !== null && answer >= 200 && answer < 300);
    const { rows } = await pool.query<{ id: string }>(account.endsWith("ondato") ? lostById : lostByTime, [
      account,
      taken.map(({ id }) => id),
      taken.map(({ sessionId }) => sessionId),
      // `sentAt` is when the answer was there.
      taken.map(({ sentAt, tookMs }) => new Date(Date.parse(sentAt) - tookMs - clockGrainMs)),
      taken.map(({ sentAt }) => new Date(Date.parse(sentAt) + clockGrainMs)),
    ]);
    lost.push(...rows.map(({ id }) => `${account} ${id}`));
  }
  return lost;
}

/** One clock for all processes, read in milliseconds. */
const clockGrainMs = 2;

const takenRows = `select * from unnest($2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
  as t (id, session_reference, began_at, answered_at)`;

const lostById = `select t.id from (${takenRows}) t where not exists (
  select from deliveries d join connections c on c.id = d.connection_id where c.name = $1 and d.event_id = t.id)`;

const lostByTime = `select t.id from (${takenRows}) t where not exists (
  select from deliveries d join connections c on c.id = d.connection_id
  where c.name = $1 and d.session_reference = t.session_reference
    and d.received_at <= t.answered_at and coalesce(d.settled_at, 'infinity') >= t.began_at)`;

interface StoredSession {
  readonly connection: string | null;
  readonly reference: string | null;
  readonly status: string;
}

/** Sessions, or those of these ids, that do not stand where the provider's truth is. */
export async function listWrongSessions(
  pool: Pool,
  ledgers: Ledgers,
  ids?: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await pool.query<StoredSession>(
    `select c.name as connection, s.provider_reference as reference, s.status
     from sessions s left join connections c on c.id = s.connection_id where $1::uuid[] is null or s.id = any($1)`,
    [ids ?? null],
  );
  const truths = new Map<string, SessionTruth>();
  for (const [account, { sessions }] of ledgers)
    for (const truth of sessions) truths.set(`${account} ${truth.id}`, truth);
  return rows.flatMap(({ connection, reference, status }) => {
    const truth = truths.get(`${connection} ${reference}`);
    if (truth === undefined)
      return connection === null && status === "NOT_STARTED" ? [] : [`${connection} ${status} without truth`];
    const expected = findExpectedStatus(connection?.endsWith("ondato") ? "ondato" : "identomat", truth);
    return expected === status ? [] : [`${connection} ${reference} is ${status}, not ${expected}`];
  });
}

/** What the receiving products and the database disagree about. */
export interface EventDifferences {
  readonly stored: number;
  /** In the outbox, and not at the receiver. */
  readonly missing: number;
  /** At the receiver, and not in the outbox. */
  readonly invented: number;
  /** The same id with another content, at the receiver or between receiver and outbox. */
  readonly changed: number;
  /** Sessions whose received `seq` are not 1, 2, … up to the stored one. */
  readonly gaps: number;
  /** Sessions whose events came first in another order. */
  readonly disordered: number;
}

export async function compareEvents(
  pool: Pool,
  { books }: Pick<MachineRoom, "books">,
): Promise<EventDifferences> {
  const { rows } = await pool.query<{
    id: string;
    session_id: string;
    seq: number;
    type: string;
    status: string;
  }>("select id, session_id, seq, type, data ->> 'status' as status from outbox");
  const received = new Map(tenants.flatMap((tenant) => [...books[tenant].events]));
  const stored = new Map(rows.map((row) => [row.id, row]));
  const isChanged = (row: (typeof rows)[number]): boolean => {
    const event = received.get(row.id)?.event;
    if (event === undefined) return false;
    const { sessionId, seq, type, data } = event;
    return sessionId !== row.session_id || seq !== row.seq || type !== row.type || data.status !== row.status;
  };
  const seqs = Map.groupBy([...received.values()], ({ event }) => event.sessionId);
  const lastSeqs = await pool.query<{ id: string; seq: number }>("select id, seq from sessions");
  const arrived = (id: string): number[] => (seqs.get(id) ?? []).map(({ event }) => event.seq);
  const contradictions = tenants.reduce((sum, tenant) => sum + books[tenant].contradictions, 0);
  return {
    stored: rows.length,
    missing: rows.filter(({ id }) => !received.has(id)).length,
    invented: [...received.keys()].filter((id) => !stored.has(id)).length,
    changed: contradictions + rows.filter(isChanged).length,
    gaps: lastSeqs.rows.filter(({ id, seq }) => !isWhole(arrived(id), seq)).length,
    disordered: lastSeqs.rows.filter(({ id }) => !isAscending(arrived(id))).length,
  };
}

function isWhole(seqs: readonly number[], last: number): boolean {
  return seqs.length === last && seqs.toSorted((a, b) => a - b).every((seq, index) => seq === index + 1);
}

function isAscending(seqs: readonly number[]): boolean {
  return seqs.every((seq, index) => index === 0 || seq > (seqs[index - 1] ?? 0));
}

/** Sessions at providers that nobody uses, and how many of them are nobody's fault. */
export interface SurplusSessions {
  readonly surplus: number;
  readonly explained: number;
}

/**
 * Each request of a product that got no answer, or one that said that the outcome is unknown, may have left a session at
 * the provider; so may each answer of the provider's that was spoilt on its way.
 */
export function countSurplus(ledgers: Ledgers, starts: readonly Start[]): SurplusSessions {
  let [surplus, explained] = [0, 0];
  const created = new Map<string, number>();
  for (const [account, { sessions, answers }] of ledgers) {
    for (const { externalId } of sessions)
      created.set(`${account} ${externalId}`, (created.get(`${account} ${externalId}`) ?? 0) + 1);
    surplus += sessions.length;
    for (const [name, count] of Object.entries(answers)) if (isSpoiltStart(name)) explained += count;
  }
  for (const start of starts) {
    const { account, provider, key, sessionId, reference } = start;
    const made = created.get(`${account} ${provider === "identomat" ? key : sessionId}`) ?? 0;
    const extra = made - (reference === undefined ? 0 : 1);
    surplus -= reference === undefined ? 0 : 1;
    explained += Math.min(extra, countUnknownOutcomes(start));
  }
  return { surplus, explained };
}

const isSpoiltStart = (answer: string): boolean => /^(begin|create) (?!\d)/.test(answer);
