import { isTest, listSources, type Rule, type Violation } from "../source-tree.ts";
import { listTexts, parseSource } from "../syntax.ts";

/** What a text begins with that is a statement of PostgreSQL, or contains that is a piece of one. */
const statements: readonly RegExp[] = [
  /^(select|with [\w, ]+ as( not)?( materialized)? \(|insert into|update [\w$."{}]+( \w+)? set|delete from)\b/,
  /^(begin|commit|rollback)(;.*| isolation level .*| read .*)?$/,
  /^(savepoint|truncate|listen|notify|unlisten) \S/,
  /^(create|alter|drop|grant|revoke|lock) (or replace |unique |only )*(table|index|function|schema|role|database|trigger|policy|sequence|usage|select|insert)\b/,
  /^set (local|session|role)\b/,
  /\bselect\b[\s\S]*\bfrom\b [\w."${}]+/,
  /^(left |cross |inner )?join (lateral )?[\w."${}]+( as)? \w+ on\b/,
  /\b\w+\.\w+ as "\w+"/,
];

/** Statements of PostgreSQL stand in stores, entities and migrations of the gateway, and nowhere else. */
export const sqlInStores: Rule = (tree) =>
  listSources(tree)
    .filter(([path]) => path.startsWith("gateway/src/") && !isTest(path) && !isHome(path))
    .flatMap(([path, text]) =>
      listTexts(parseSource(path, text).program)
        .filter(isStatement)
        .map((found) => describe(path, found)),
    );

function describe(path: string, text: string): Violation {
  return `${path}: has SQL outside a store (${JSON.stringify(text.slice(0, 60))}): move it to a *.store.ts`;
}

function isHome(path: string): boolean {
  return /\.(store|entity)\.ts$/.test(path) || path.includes("/database/migrations/");
}

function isStatement(text: string): boolean {
  return statements.some((pattern) => pattern.test(text));
}
