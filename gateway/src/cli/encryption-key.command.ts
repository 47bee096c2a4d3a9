import { Command, Option } from "commander";
import type { WantedRotation } from "../app/commands/encryption-keys.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway encryption-key …`. */
export function encryptionKeyCommand(): Command {
  const command = new Command();
  command.command("status").description("show the keys and the progress of a rotation").action(printStatus);
  command
    .command("rotate")
    .description("replace keys while the gateway runs; run it again to continue an interrupted rotation")
    .option("--master", "change from the master key in KYC_MASTER_KEY_PREVIOUS to the one in KYC_MASTER_KEY")
    .option("--tenant <name>", "give a tenant a new data key")
    .addOption(new Option("--all", "give every tenant, and the system, a new data key").conflicts("tenant"))
    .action(async (options: WantedRotation, itself: Command) => {
      if (Object.keys(options).length === 0)
        itself.error("error: say what to rotate: --master, --tenant <name> or --all", { exitCode: 2 });
      await rotate(options);
    });
  return command;
}

async function printStatus(): Promise<void> {
  const { readEncryptionKeys } = await import("../app/commands/encryption-keys.ts");
  const { masters, owners, rotations } = await readEncryptionKeys();
  printTable(
    ["MASTER", "ACTIVE", "DATA KEYS", "SINCE", "RETIRED"],
    masters.map(({ id, isActive, dataKeys, since, retiredAt }) => [
      id,
      isActive ? "yes" : "",
      String(dataKeys),
      since.toISOString(),
      retiredAt?.toISOString() ?? "",
    ]),
  );
  print("");
  printTable(
    ["TENANT", "DATA KEY", "SINCE", "OLD KEYS", "APPLICANTS", "TO REWRAP"],
    owners.map(({ tenant, keyId, since, replaced, applicants, toRewrap }) => [
      tenant ?? "(system)",
      keyId,
      since.toISOString(),
      String(replaced),
      String(applicants),
      String(toRewrap),
    ]),
  );
  for (const { kind, step, resealedCount } of rotations)
    print(
      `A rotation (${kind}) is not finished: at ${step ?? "its beginning"}, ${resealedCount} values done.`,
    );
}

async function rotate(wanted: WantedRotation): Promise<void> {
  const { rotateEncryptionKeys } = await import("../app/commands/encryption-keys.ts");
  const destroyed = await rotateEncryptionKeys(wanted, {
    onProgress: ({ step, done }) => printError(`… ${step}: ${done}`),
    onRotated(subject, { rewrapped, resealed, unreadable }) {
      print(`${subject}: ${rewrapped} keys wrapped, ${resealed} values sealed anew.`);
      if (unreadable > 0)
        printError(`${subject}: ${unreadable} values do not open and were left as they are.`);
    },
  });
  if (destroyed > 0)
    print(`${destroyed} old data keys destroyed: nothing was encrypted under them any more.`);
}
