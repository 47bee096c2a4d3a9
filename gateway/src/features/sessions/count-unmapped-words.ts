import type { Report } from "@kyc-gateway/adapter-spec/v1";
import type { Metrics } from "../../platform/observability/metrics.ts";

/** What an adapter promises of a member; another one would let a provider make series. */
const memberForm = /^[A-Za-z][\w.[\]]{0,39}$/;
const mostMembers = 50;

/** Counts the words that a connection's adapter has no counterpart for. Words themselves may be personal: never a label. */
export function createUnmappedWordCounter({
  unmappedWords,
}: Pick<Metrics, "unmappedWords">): (connection: string, report: Report) => void {
  const membersOf = new Map<string, Set<string>>();
  return (connection, report) => {
    const members = membersOf.get(connection) ?? new Set();
    membersOf.set(connection, members);
    for (const { member } of report.unmappedWords ?? []) {
      const isKnown = members.has(member) || (memberForm.test(member) && members.size < mostMembers);
      if (isKnown) members.add(member);
      unmappedWords.inc({ connection, member: isKnown ? member : "other" });
    }
  };
}
