import { companyKey } from "./provision.ts";
import type { Stage } from "./stage.ts";

type Parts = Pick<Stage, "generator" | "simulator" | "postgres">;

/**
 * Sessions in great numbers: made at the simulator, and put into the database as copies of one that the gateway has
 * created. Their links are left out, since a sealed value opens in its own row alone.
 */
export async function cloneSessions(parts: Parts, count: number): Promise<readonly string[]> {
  const known = new Set(await listReferences(parts));
  await run(parts, {
    count,
    path: "/external-api/begin/",
    body: `{"company_key":"${companyKey}","clientUserId":"applicant-{n}"}`,
  });
  const references = (await listReferences(parts)).filter((reference) => !known.has(reference));
  await parts.postgres.pool.query(cloneText, [references]);
  await parts.postgres.pool.query("analyze sessions");
  return references;
}

/** Lets the provider approve them. We do not know it yet. */
export async function approveAtProvider(parts: Parts, references: readonly string[]): Promise<void> {
  await run(parts, {
    count: references.length,
    path: "/_control/sessions/{item}/act",
    body: '{"act":"approve"}',
    items: references,
  });
}

/** Columns that are the session's own; all others are the template's. */
const cloneText = `
  insert into sessions select (jsonb_populate_record(null::sessions, to_jsonb(t) || jsonb_build_object(
    'id', gen_random_uuid(), 'provider_reference', r.reference, 'sealed_launch', null,
    'next_read_at', now() + interval '1 day', 'lapses_at', now() + interval '1 day'))).*
  from unnest($1::text[]) as r (reference),
    lateral (select * from sessions where status = 'SESSION_CREATED' order by id limit 1) t`;

async function listReferences({ simulator }: Parts): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${simulator.port}/_control/ledger`);
  const { sessions } = (await answer.json()) as { sessions: readonly { readonly id: string }[] };
  return sessions.map(({ id }) => id);
}

async function run(
  { generator, simulator }: Parts,
  { count, ...plan }: { count: number; path: string; body: string; items?: readonly string[] },
): Promise<void> {
  const { byStatus } = await generator.run({
    port: simulator.port,
    connections: 8,
    pace: { kind: "count", count },
    expectedStatus: 200,
    plan: { method: "POST", ...plan },
  });
  if (byStatus[200] !== count) throw new Error(`The simulator refused some: ${JSON.stringify(byStatus)}`);
}
