import { expect, it } from "vitest";
import type { SourceTree } from "../source-tree.ts";
import { sqlInStores } from "./sql-in-stores.rule.ts";

function check(path: string, text: string): readonly string[] {
  const tree: SourceTree = { files: new Map([[path, text]]), documents: new Map(), topLevel: [] };
  return sqlInStores(tree);
}

const planted = [
  ["a query", '"select id from sessions where id = $1"'],
  ["a query over lines", "`\n  select id,\n    status\n  from sessions`"],
  ["a query without columns", '"select from api_keys where secret_hash = $1"'],
  ["a query of a function", "\"select pg_notify($1, '')\""],
  ["an insert", "`insert into outbox (id) values ($1)`"],
  ["an update of a table in a template", "`update ${table} t set ${column} = $1`"],
  ["a delete", '"delete from sessions"'],
  ["a common table expression", "`with due as (select id from sessions) update sessions set seq = 1`"],
  ["the beginning of a transaction", '"begin"'],
  ["a transaction with a level", '"begin isolation level repeatable read read only"'],
  ["a lock", "`lock table only ${name} in access exclusive mode`"],
  ["a table", "`create table if not exists notes (id uuid)`"],
  ["a subscription", '"listen kyc_events"'],
  ["columns under their names", '`s.tenant_id as "tenantId", s.seq`'],
  ["a join", "`left join connections c on c.id = s.connection_id`"],
  ["a condition with a query in it", "`s.erasure = 'none' and exists (select from timeline t)`"],
] as const;

it.each(planted)("refuses %s in a service", (_what, literal) => {
  expect(check("gateway/src/features/sessions/a.service.ts", `const text = ${literal};`)).toHaveLength(1);
});

it.each(planted)("allows %s in a store, an entity, a migration and a test", (_what, literal) => {
  const text = `const text = ${literal};`;
  for (const path of [
    "gateway/src/features/sessions/a.store.ts",
    "gateway/src/features/sessions/a.entity.ts",
    "gateway/src/features/sessions/a.test.ts",
    "gateway/src/platform/database/migrations/initial/a.sql.ts",
    "test/integration/a.test.ts",
  ])
    expect(check(path, text)).toEqual([]);
});

it.each([
  "Select a flow, or leave it out.",
  "Update the settings of the connection and run the command again.",
  "begin at the newest entry",
  "listen",
  "With as many replicas as you like",
])("takes the sentence %j for no statement", (sentence) => {
  expect(check("gateway/src/cli/a.ts", `print(${JSON.stringify(sentence)});`)).toEqual([]);
});
