import { v7 as newUuid } from "uuid";
import { createApiKey, hashApiKey } from "./api-key.ts";
import { SettingsError } from "../../platform/validation/settings-error.ts";
import type { Database } from "../../platform/database/database.ts";
import type { OperatorRole } from "@kyc-gateway/http-api";
import { OperatorEntity } from "./operator.entity.ts";
import { type Actor, recordAudit } from "../audit/index.ts";

/** Somebody who operates the gateway. */
export interface OperatorRecord {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

const namePattern = /^[a-z0-9][a-z0-9_.-]{0,62}$/;

/** Makes an operator; the key is shown this once. Throws `SettingsError` for a name that is not usable or taken. */
export function addOperator(
  database: Database,
  actor: Actor,
  { name, role }: { readonly name: string; readonly role: OperatorRole },
): Promise<string> {
  return database.orm.em.fork().transactional(async (em) => {
    if (!namePattern.test(name))
      throw refuseName(
        name,
        "must be 1–63 lower case letters, digits, - _ or ., and begin with a letter or digit",
      );
    if ((await em.count(OperatorEntity, { name, revokedAt: null })) > 0)
      throw refuseName(name, "is taken: revoke that operator first, or take another name");
    const key = createApiKey("operator");
    const id = newUuid();
    await em.insert(OperatorEntity, {
      id,
      name,
      role,
      secretHash: hashApiKey(key),
      createdAt: new Date(),
      revokedAt: null,
    });
    await recordAudit(em, actor, [
      { action: "operator.create", subject: `operator ${name}`, detail: { id, role } },
    ]);
    return key;
  });
}

/** Stops an operator's key from working. False: there is no such operator. */
export function revokeOperator(database: Database, actor: Actor, name: string): Promise<boolean> {
  return database.orm.em.fork().transactional(async (em) => {
    const change = { revokedAt: new Date() };
    const isRevoked = (await em.nativeUpdate(OperatorEntity, { name, revokedAt: null }, change)) > 0;
    if (isRevoked)
      await recordAudit(em, actor, [{ action: "operator.revoke", subject: `operator ${name}`, detail: {} }]);
    return isRevoked;
  });
}

/** Gives an operator another role, in force within a second. False: there is no such operator. */
export function setOperatorRole(
  database: Database,
  actor: Actor,
  { name, role }: { readonly name: string; readonly role: OperatorRole },
): Promise<boolean> {
  return database.orm.em.fork().transactional(async (em) => {
    const operator = await em.findOne(OperatorEntity, { name, revokedAt: null });
    if (operator === null) return false;
    const { role: previousRole } = operator;
    operator.role = role;
    const detail = { previousRole, role };
    await recordAudit(em, actor, [{ action: "operator.update", subject: `operator ${name}`, detail }]);
    return true;
  });
}

export function listOperators({ orm }: Database): Promise<readonly OperatorRecord[]> {
  return orm.em.fork().find(OperatorEntity, {}, { orderBy: { createdAt: "asc" } });
}

function refuseName(name: string, message: string): SettingsError {
  return new SettingsError(`operator ${name}`, [{ pointer: "/name", code: "wrong_format", message }]);
}
