import { Command } from "commander";
import { readEnvironment } from "../platform/config/environment.ts";
import { print } from "./print.ts";
import { examine, type Finding } from "./examine.ts";

const marks = { ok: "ok  ", warning: "WARN", problem: "FAIL" } as const satisfies Record<
  Finding["kind"],
  string
>;

/** `kyc-gateway doctor`. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check configuration, database, migrations and every connection, and say what to do")
    .action(async () => {
      let hasProblem = false;
      for await (const { kind, subject, advice } of examine(readEnvironment())) {
        print(`${marks[kind]}  ${subject}${advice === undefined ? "" : `\n      → ${advice}`}`);
        hasProblem ||= kind === "problem";
      }
      process.exitCode = hasProblem ? 1 : 0;
    });
}
