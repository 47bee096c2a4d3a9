import type { Stage } from "../machine/stage.ts";

/**
 * Simple tables: callbacks as they came, and for each session of the gateway one JSON document of the size of its own
 * answer.
 */
export async function prepareBaselineTables({
  postgres,
  gateway,
  apiKey,
}: Pick<Stage, "postgres" | "gateway" | "apiKey">): Promise<void> {
  const list = await fetch(`http://127.0.0.1:${gateway.port}/v1/sessions?limit=1`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  const { items } = (await list.json()) as { items: unknown[] };
  await postgres.pool.query(
    `create table baseline_callbacks (id bigint generated always as identity primary key, body bytea not null);
     create table baseline_sessions (id uuid primary key, body jsonb not null);
     create table baseline_intents (key text primary key, body jsonb not null, at timestamptz not null default now());
     create table baseline_outcomes (key text primary key, launch jsonb not null, at timestamptz not null default now())`,
  );
  await postgres.pool.query(
    `insert into baseline_sessions select id, jsonb_set($1::jsonb, '{id}', to_jsonb(id)) from sessions`,
    [JSON.stringify(items[0])],
  );
  await postgres.pool.query("analyze");
}
