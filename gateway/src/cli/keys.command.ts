import { Command, Option } from "commander";
import { findTenantId } from "../features/configuration/find-tenant-id.ts";
import { recordAudit } from "../features/audit/audit.store.ts";
import { destroyReplacedKeys } from "../platform/encryption/rotation/destroy-replaced-keys.store.ts";
import { readKeyStatus } from "../platform/encryption/rotation/read-key-status.store.ts";
import { rotateMaster } from "../platform/encryption/rotation/rotate-master.ts";
import { rotateTenant } from "../platform/encryption/rotation/rotate-tenant.ts";
import type { RotationParts, RotationResult } from "../platform/encryption/rotation/rotation-parts.ts";
import type { Services } from "../app/services.ts";
import { readActor } from "./actor.ts";
import { administer } from "./administration.ts";
import { print, printError, printTable } from "./print.ts";

/** `kyc-gateway keys …`. */
export function keysCommand(): Command {
  const command = new Command("keys").description("keys of encryption: masters, tenants, applicants");
  command
    .command("status")
    .description("tell which keys there are, and how far a rotation is")
    .action(() => administer((_provisioning, { database }) => printStatus(database)));
  command
    .command("rotate")
    .description("replace keys while everything runs; run it again to go on where it was stopped")
    .option("--master", "go over to KYC_MASTER_KEY; the one before it in KYC_MASTER_KEY_PREVIOUS")
    .option("--tenant <name>", "give a tenant a new data key")
    .addOption(new Option("--all", "give every tenant, and the system, a new data key").conflicts("tenant"))
    .action(async (options: RotateOptions, itself: Command) => {
      if (Object.keys(options).length === 0)
        itself.error("error: say what to rotate: --master, --tenant <name> or --all", { exitCode: 2 });
      await administer((_provisioning, services) => rotate(services, options));
    });
  return command;
}

interface RotateOptions {
  readonly master?: boolean;
  readonly tenant?: string;
  readonly all?: boolean;
}

async function printStatus({ pool }: Services["database"]): Promise<void> {
  const { masters, owners, rotations } = await readKeyStatus(pool);
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

async function rotate(services: Services, { master, tenant, all }: RotateOptions): Promise<void> {
  const parts = {
    pool: services.database.pool,
    vault: services.vault,
    onProgress: ({ step, done }: { step: string; done: number }) => printError(`… ${step}: ${done}`),
  };
  if (master === true) {
    const rewrapped = await rotateMaster(parts);
    await tell(services, "master", { rewrapped, resealed: 0, unreadable: 0 });
  }
  for (const [name, tenantId] of await listOwners(services, { tenant, all }))
    await tell(services, name, await rotateTenant(parts, tenantId));
  await destroyOld(parts);
}

async function listOwners(
  { database }: Services,
  { tenant, all }: { tenant: string | undefined; all: boolean | undefined },
): Promise<readonly (readonly [string, string | null])[]> {
  if (tenant !== undefined) return [[`tenant ${tenant}`, await findTenantId(database, tenant)]];
  if (all !== true) return [];
  const { rows } = await database.pool.query<{ id: string; name: string }>(
    "select id, name from tenants order by name",
  );
  return [["system", null], ...rows.map(({ id, name }) => [`tenant ${name}`, id] as const)];
}

async function tell(
  { database }: Services,
  subject: string,
  { rewrapped, resealed, unreadable }: RotationResult,
): Promise<void> {
  const detail = { rewrapped, resealed, unreadable };
  await database.orm.em
    .fork()
    .transactional((em) => recordAudit(em, readActor(), [{ action: "keys.rotate", subject, detail }]));
  print(`${subject}: ${rewrapped} keys wrapped, ${resealed} values sealed anew.`);
  if (unreadable > 0) printError(`${subject}: ${unreadable} values do not open and were left as they are.`);
}

async function destroyOld(parts: RotationParts): Promise<void> {
  const destroyed = await destroyReplacedKeys(parts);
  if (destroyed > 0) print(`${destroyed} old data keys destroyed: nothing was under them any more.`);
}
