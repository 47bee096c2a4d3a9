import { sessionStatuses, type Session } from "@kyc-gateway/http-api";
import { Command, Option } from "commander";
import type { SessionView } from "../app/commands/session-reads.ts";
import { numberOption } from "./option.ts";
import { parseId } from "./parse-argument.ts";
import { print, printTable } from "./print.ts";

/** `kyc-gateway session …`. */
export function sessionCommand(): Command {
  const command = new Command();
  command
    .command("list")
    .description("list a tenant's sessions, newest first")
    .requiredOption("--tenant <name>", "name of the tenant")
    .option("--applicant <id>", "only of this person")
    .addOption(new Option("--status <status>", "only in this status").choices(sessionStatuses))
    .addOption(
      numberOption("--limit <n>", "how many", { kind: "whole number", min: 1, max: 1000 }).default(50),
    )
    .action(listSessions);
  command
    .command("show")
    .argument("<id>", "the session's id", parseId)
    .description("show a session, what happened to it, and how its connection was chosen; no claims")
    .action(showSession);
  command
    .command("refresh")
    .argument("<id>", "the session's id", parseId)
    .description("ask the provider now, and apply what it says; safe to repeat")
    .action(async (id: string) => {
      const { refreshSession } = await import("../app/commands/session-refresh.ts");
      const { status, seq } = await refreshSession(id);
      print(`session ${id} ${status} (change ${seq})`);
    });
  return command;
}

interface ListOptions {
  readonly tenant: string;
  readonly applicant?: string;
  readonly status?: Session["status"];
  readonly limit: number;
}

async function listSessions({ tenant, applicant, status, limit }: ListOptions): Promise<void> {
  const { listSessions: list } = await import("../app/commands/session-reads.ts");
  const sessions = await list(tenant, { applicantId: applicant, status }, limit);
  printTable(
    ["ID", "STATUS", "ORIGIN", "FLOW", "CREATED", "DECIDED", "ERASURE"],
    sessions.map(({ id, status: current, origin, flow, createdAt, decidedAt, erasure }) => [
      id,
      current,
      origin,
      flow,
      createdAt,
      decidedAt ?? "",
      erasure,
    ]),
  );
}

async function showSession(id: string): Promise<void> {
  const { readSession } = await import("../app/commands/session-reads.ts");
  const { session, entries, trace } = await readSession(id);
  printSession(session);
  print();
  printTimeline(entries);
  print();
  printTable(
    ["AT", "CONNECTION", "STEP", "WHY"],
    trace.map(({ at, connection, step, why }) => [at, connection, step, why ?? ""]),
  );
}

/** Its launch is left out: it is what lets people in. */
function printSession({ launch: _launch, metadata: _metadata, ...session }: Session): void {
  const { reasons, notices, ...plain } = session;
  for (const [name, value] of Object.entries(plain)) print(`${name}: ${value ?? "-"}`);
  print(`reasons: ${describeReasons(reasons)}`);
  print(`notices: ${notices.map(({ code }) => code).join(", ") || "-"}`);
}

function printTimeline(entries: SessionView["entries"]): void {
  printTable(
    ["SEQ", "ATTEMPT", "AT", "FROM", "TO", "ORIGIN", "CAUSE", "REVERSAL", "REASONS"],
    entries.map(({ seq, attempt, at, fromStatus, toStatus, origin, cause, isReversal, reasons }) => [
      String(seq),
      String(attempt),
      at.toISOString(),
      fromStatus,
      toStatus,
      origin,
      cause,
      isReversal ? "yes" : "no",
      describeReasons(reasons),
    ]),
  );
}

function describeReasons(reasons: Session["reasons"] | SessionView["entries"][number]["reasons"]): string {
  return reasons.map(({ code }) => code).join(", ") || "-";
}
