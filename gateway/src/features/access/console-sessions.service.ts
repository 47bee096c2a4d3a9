import { hash, randomBytes } from "node:crypto";
import type { OperatorRole } from "@kyc-gateway/http-api";
import type { InferEntity } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { OperatorGrant } from "../configuration/index.ts";
import type { Database } from "../../platform/database/database.ts";
import { OperatorEntity } from "./operator.entity.ts";
import { ConsoleSessionEntity } from "./console-session.entity.ts";

/** Who signs in: the holder of a key, or somebody whom the identity provider names. */
export type ConsoleUser =
  | { readonly operatorId: string }
  | { readonly name: string; readonly role: OperatorRole };

/** Sessions of the console. Each use asks the database, so that a revoked key ends its sessions at once on every replica. */
export interface ConsoleSessions {
  /** Gives the cookie's value, which is new each time. */
  start(user: ConsoleUser): Promise<string>;
  /** Whose session it is; undefined: nobody's, or nobody's any more. */
  find(token: string): Promise<OperatorGrant | undefined>;
  end(token: string): Promise<void>;
}

const minuteMs = 60_000;
/** From the sign-in on, however much it is used. */
export const longestMs = 12 * 60 * minuteMs;
/** Nobody tells when the identity provider lets somebody go: who is still there signs in anew without a word. */
const longestByOidcMs = 60 * minuteMs;
const idleMs = 30 * minuteMs;
/** A use is written this often at most. */
const noteEveryMs = minuteMs;

export function createConsoleSessions({ orm }: Pick<Database, "orm">): ConsoleSessions {
  return {
    start: (user) => startSession(orm.em.fork(), user),
    find: (token) => findOperator(orm.em.fork(), token),
    end: async (token) => void (await orm.em.fork().nativeDelete(ConsoleSessionEntity, hashed(token))),
  };
}

async function startSession(em: EntityManager, user: ConsoleUser): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const now = new Date();
  const lifetimeMs = "operatorId" in user ? longestMs : longestByOidcMs;
  await em.nativeDelete(ConsoleSessionEntity, { expiresAt: { $lt: now } });
  await em.insert(ConsoleSessionEntity, {
    id: newUuid(),
    ...hashed(token),
    operatorId: null,
    name: null,
    role: null,
    ...user,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + lifetimeMs),
  });
  return token;
}

async function findOperator(em: EntityManager, token: string): Promise<OperatorGrant | undefined> {
  const now = Date.now();
  const lastUsedAt = { $gt: new Date(now - idleMs) };
  const live = { ...hashed(token), expiresAt: { $gt: new Date(now) }, lastUsedAt };
  const session = await em.findOne(ConsoleSessionEntity, live);
  if (session === null) return undefined;
  const operator = await readOperator(em, session);
  if (operator === undefined) return undefined;
  if (session.lastUsedAt.getTime() < now - noteEveryMs)
    await em.nativeUpdate(ConsoleSessionEntity, { id: session.id }, { lastUsedAt: new Date(now) });
  return operator;
}

async function readOperator(
  em: EntityManager,
  { operatorId, name, role }: InferEntity<typeof ConsoleSessionEntity>,
): Promise<OperatorGrant | undefined> {
  if (operatorId === null)
    return name === null || role === null ? undefined : { id: null, name, role, signIn: "oidc" };
  const operator = await em.findOne(OperatorEntity, { id: operatorId, revokedAt: null });
  return operator === null
    ? undefined
    : { id: operator.id, name: operator.name, role: operator.role, signIn: "console" };
}

function hashed(token: string): { readonly tokenHash: Buffer } {
  return { tokenHash: hash("sha256", token, "buffer") };
}
