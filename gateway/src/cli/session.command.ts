import { sessionStatuses, type Session } from "@kyc-gateway/http-api";
import { Command, Option } from "commander";
import type { SessionView } from "../app/commands/session-reads.ts";
import { numberOption } from "./option.ts";
import { parseId } from "./parse-argument.ts";
import { print, printTable } from "./print.ts";
import { reasonOption } from "./reason-option.ts";

/** `kyc-gateway session …`. */
export function sessionCommand(): Command {
  const command = new Command();
  command
    .command("list")
    .description("list sessions, newest first; without a narrower option those of the last 90 days")
    .option("--tenant <name>", "only of this tenant")
    .option("--applicant <id>", "only of this person, known by the tenant's own id")
    .option("--reference <text>", "only with this reference of the provider, whole")
    .option("--connection <name>", "only at this connection")
    .option("--flow <name>", "only of this flow")
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
  command
    .command("decide")
    .argument("<id>", "the session's id", parseId)
    .description(
      "decide a session by name, as for a required check that is missing; recorded in the audit log",
    )
    .addOption(
      new Option("--as <verdict>", "what is decided").choices(["APPROVED", "REJECTED"]).makeOptionMandatory(),
    )
    .addOption(reasonOption("why, for other operators"))
    .action(decideSession);
  command
    .command("erase")
    .argument("<id>", "the session's id", parseId)
    .description("erase a session's data here and at its provider; recorded in the audit log")
    .addOption(reasonOption("why, for the audit log"))
    .action(async (id: string, { reason }: { reason: string }) => {
      const { eraseSession } = await import("../app/commands/session-actions.ts");
      print(`erasure ${await eraseSession(id, reason)}`);
    });
  return command;
}

async function decideSession(
  id: string,
  { as: verdict, reason }: { as: "APPROVED" | "REJECTED"; reason: string },
): Promise<void> {
  const { decideSession: decide } = await import("../app/commands/session-actions.ts");
  const { status, seq } = await decide(id, { verdict, reason });
  print(`session ${id} ${status} (change ${seq})`);
}

interface ListOptions {
  readonly tenant?: string;
  readonly reference?: string;
  readonly connection?: string;
  readonly flow?: string;
  readonly applicant?: string;
  readonly status?: Session["status"];
  readonly limit: number;
}

async function listSessions({ applicant, reference, limit, ...equal }: ListOptions): Promise<void> {
  const { listSessions: list } = await import("../app/commands/session-reads.ts");
  const sessions = await list(
    {
      ...equal,
      ...(applicant && { applicantId: applicant }),
      ...(reference && { providerReference: reference }),
    },
    limit,
  );
  printTable(
    ["ID", "TENANT", "STATUS", "ORIGIN", "FLOW", "CONNECTION", "CREATED", "DECIDED", "ERASURE"],
    sessions.map(
      ({ id, tenant, status: current, origin, flow, connection, createdAt, decidedAt, erasure }) => [
        id,
        tenant,
        current,
        origin,
        flow,
        connection ?? "",
        createdAt,
        decidedAt ?? "",
        erasure,
      ],
    ),
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
