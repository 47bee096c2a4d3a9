import { describe, expect, it } from "vitest";
import { statementParameters } from "./statement-parameters.rule.ts";

function check(path: string, text: string): readonly string[] {
  return statementParameters({ files: new Map([[path, text]]), documents: new Map(), topLevel: [] });
}

const store = "gateway/src/features/acme/acme.store.ts";

describe("values of statements", () => {
  it.each([
    'em.execute("select 1 from sessions");',
    'await em.execute<Row[]>("select 1 from sessions where id = $1", [id]);',
    "await database.orm.em.fork().execute(text);",
    'const text = "select 1 from sessions where id = ?";',
    "const text = `insert into tenants (id, name) values (?, ?)`;",
    "const text = `select id from sessions where id = any (?::uuid[])`;",
    'const condition = "applicant_hash = ?";',
  ])("are refused in %s", (text) => {
    expect(check(store, text)).toHaveLength(1);
  });

  it.each([
    'await queryWithin(em, "select 1 from sessions where id = $1", [id]);',
    "connection.execute({});",
    "await em.createQueryBuilder(Tenant).insert(rows).execute();",
    "const text = `select data ? 'reasons' from outbox`;",
    'throw new Error("Is the server up? Look at the log.");',
    "const name = given ? given : other;",
  ])("are let be in %s", (text) => {
    expect(check(store, text)).toEqual([]);
  });

  it("are no matter of tests", () => {
    expect(check("gateway/src/features/acme/acme.test.ts", 'em.execute("select ?", [1]);')).toEqual([]);
  });
});
