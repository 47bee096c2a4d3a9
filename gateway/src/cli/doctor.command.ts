import { Command } from "commander";
import type { Finding } from "../app/commands/examine.ts";
import { print } from "./print.ts";

const marks = { ok: "ok  ", warning: "WARN", problem: "FAIL" } as const satisfies Record<
  Finding["kind"],
  string
>;

/** `kyc-gateway doctor`. */
export function doctorCommand(): Command {
  return new Command().action(async () => {
    const { examine } = await import("../app/commands/examine.ts");
    const { readEnvironment } = await import("../platform/config/environment.ts");
    let hasProblem = false;
    for await (const { kind, subject, advice } of examine(readEnvironment())) {
      print(`${marks[kind]}  ${subject}${advice === undefined ? "" : `\n      → ${advice}`}`);
      hasProblem ||= kind === "problem";
    }
    process.exitCode = hasProblem ? 1 : 0;
  });
}
