import type { PreparedSubject } from "../subject/subject.ts";

/** The groups of checks, in the order in which an adapter comes to conform. */
export type GroupId =
  | "package"
  | "import"
  | "manifest"
  | "settings"
  | "facets"
  | "start"
  | "requests"
  | "reports"
  | "vocabulary"
  | "errors"
  | "cancellation"
  | "clock"
  | "origins"
  | "evidence"
  | "account"
  | "webhook_parsing"
  | "webhook_authenticity"
  | "privacy"
  | "simulator";

/** One fact that must hold. `run` throws a `Nonconformity` where it does not. */
export interface Check {
  /** In the present tense, unique in its group. */
  readonly name: string;
  run(): void | Promise<void>;
}

/** The checks of a group, or why it has none for this adapter. */
export type CheckList = { readonly checks: readonly Check[] } | { readonly notApplicable: string };

export interface CheckGroup {
  readonly id: GroupId;
  readonly title: string;
  /** What to do when one of its checks fails. */
  readonly advice: string;
  list(subject: PreparedSubject): CheckList;
}
