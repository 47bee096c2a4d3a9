import { expect, it } from "vitest";
import { results } from "./results.rule.ts";

function check(path: string, text: string): readonly string[] {
  return results({ files: new Map([[path, text]]), documents: new Map(), topLevel: [] });
}

const path = "gateway/src/features/sessions/a.service.ts";

it.each([
  'async function read(): Promise<Session | "busy"> { return "busy"; }',
  'interface Store { insert(row: Row): Promise<"duplicate" | undefined>; }',
  'type Outcome = "ok"; const run = async (): Promise<Outcome> => "ok";',
  'type Task = (payload: unknown) => Promise<"deferred" | void>;',
])("a bare word is refused: %s", (text) => {
  expect(check(path, text)).toHaveLength(1);
});

it.each([
  'async function read(): Promise<{ readonly kind: "busy" } | { readonly kind: "ok"; row: Row }> {}',
  "async function find(): Promise<Session | undefined> {}",
  'function judge(isOk: boolean): "ok" | "failed" { return isOk ? "ok" : "failed"; }',
  'type Outcome = { readonly kind: "ok" }; const run = async (): Promise<Outcome> => ({ kind: "ok" });',
])("is let be: %s", (text) => {
  expect(check(path, text)).toEqual([]);
});
