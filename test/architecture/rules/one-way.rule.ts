import { isTest, listSources, type Rule } from "../source-tree.ts";

interface Way {
  /** What shows that a file does it by itself. */
  readonly pattern: RegExp;
  /** The file that does it, or the two that share it; absent: a library does. */
  readonly home?: string | readonly string[];
  readonly instead: string;
}

/** What there is one way of doing for, inside the gateway. */
const ways: readonly Way[] = [
  {
    pattern: /\[(0-9a-f|a-f0-9|0-9a-fA-F)\]\{8\}.*\{12\}/,
    instead: "checks for a UUID by a pattern of its own: use `validate` of the uuid library",
  },
  {
    pattern: /add_job\(\s*'refresh-session'/,
    home: "features/sessions/session-jobs.store.ts",
    instead: "queues a session's read by itself: use queueRead of the sessions",
  },
  {
    pattern: /insert into audit_log/,
    home: "features/audit/audit-writer.store.ts",
    instead: "writes the audit log by itself: use recordAudit, writeAudit or noteAccess of the audit",
  },
  {
    pattern: /["'`](?:[0-5][0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}["'`]/,
    home: ["platform/database/sql/database-error.ts", "platform/database/database-unavailable.ts"],
    instead: "compares an error's SQLSTATE by itself: use isDatabaseError",
  },
  {
    pattern: /\^Bearer /,
    home: "features/access/authentication.plugin.ts",
    instead: "reads a bearer token by itself: register the authentication plugin",
  },
];

/** What there is one way of doing for is done by one file of the gateway, or by a library. */
export const oneWay: Rule = (tree) =>
  listSources(tree)
    .filter(([path]) => path.startsWith("gateway/src/") && !isTest(path) && !path.includes("/migrations/"))
    .flatMap(([path, text]) =>
      ways
        .filter(
          ({ pattern, home }) =>
            ![home].flat().includes(path.replace("gateway/src/", "")) && pattern.test(text),
        )
        .map(({ instead }) => `${path}: ${instead}` as const),
    );
