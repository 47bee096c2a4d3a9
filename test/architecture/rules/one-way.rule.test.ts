import { expect, it } from "vitest";
import type { SourceTree } from "../source-tree.ts";
import { oneWay } from "./one-way.rule.ts";

function check(path: string, text: string): readonly string[] {
  const tree: SourceTree = { files: new Map([[path, text]]), documents: new Map(), topLevel: [] };
  return oneWay(tree);
}

it.each([
  ["a UUID by a pattern", "const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;"],
  ["a UUID by a shorter pattern", "const id = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;"],
  [
    "a UUID by a pattern in a text",
    'Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" })',
  ],
  ["a session's read", "`select graphile_worker.add_job('refresh-session', $1)`"],
  ["a session's read over two lines", "`select graphile_worker.add_job(\n  'refresh-session', $1)`"],
  ["an audit entry", "`insert into audit_log (id) values ($1)`"],
  ["a SQLSTATE", 'if (error.code === "23505") return undefined;'],
  ["a SQLSTATE with a letter", "const notNow = new Set(['55P03']);"],
  ["a SQLSTATE of a class with a letter", "error.code === `3D000`"],
  ["a bearer token", "/^Bearer (.+)$/.exec(request.headers.authorization)"],
])("refuses %s in a file that is not the one for it", (_what, text) => {
  expect(check("gateway/src/features/events/a.ts", text)).toHaveLength(1);
});

it("lets the one file do it, and tests", () => {
  const read = "add_job('refresh-session', $1)";
  expect(check("gateway/src/features/sessions/session-jobs.store.ts", read)).toEqual([]);
  expect(check("gateway/src/features/access/authentication.plugin.ts", "/^Bearer (.+)$/")).toEqual([]);
  expect(check("gateway/src/features/sessions/a.test.ts", read)).toEqual([]);
  expect(check("gateway/src/platform/database/sql/database-error.ts", 'unique_violation: "23505"')).toEqual(
    [],
  );
  expect(check("gateway/src/platform/database/database-unavailable.ts", '"53300": "x"')).toEqual([]);
});
