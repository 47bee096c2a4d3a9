import { createPublicKey, verify, type JsonWebKey } from "node:crypto";
import type { Erasure, LegalHold } from "@kyc-gateway/http-api";
import { createApiClient, type ApiAnswer, type ApiClient } from "./api-client.ts";
import { startHarness, type Harness } from "./gateway-harness.ts";
import { addOperatorKey } from "./operators.ts";
import { waitFor } from "./wait-for.ts";

/** A gateway whose people are erased, with an operator beside it. */
export interface ErasureStage {
  readonly harness: Harness;
  readonly operator: ApiClient;
  newPerson(): string;
  startFor(applicantId: string, flow?: string): Promise<string>;
  startApproved(applicantId: string, flow?: string): Promise<string>;
  /** `applicants/<id>` or `sessions/<id>`. */
  erase(path: string, headers?: Record<string, string>): Promise<ApiAnswer<Erasure>>;
  /** The erasure that an answer leads to. */
  readErasure(answer: ApiAnswer): Promise<Erasure>;
  waitForReceipt(answer: ApiAnswer): Promise<Erasure & { receipt: string }>;
  openReceipt(jws: string): Promise<Receipt>;
  /** Whether a text stands anywhere in the database; what is sealed shows as bytes. */
  isInAnyTable(text: string): Promise<boolean>;
  countRows(from: string, ...values: unknown[]): Promise<number>;
  /** Lets attempts that wait for their time be due. */
  hurry(): Promise<void>;
  /** Until then the provider's erasure of this session fails at least once. */
  waitForFailure(sessionId: string): Promise<unknown>;
  placeHold(body: object): Promise<ApiAnswer<LegalHold>>;
  releaseHold(id: string): Promise<ApiAnswer>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A receipt whose signature holds. */
export interface Receipt {
  readonly isGenuine: boolean;
  readonly head: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}

export async function startErasureStage(): Promise<ErasureStage> {
  const harness = await startHarness({ withOndato: true });
  const { shop, gateway, identomat, database } = harness;
  const operator = createApiClient(gateway.url, await addOperatorKey(gateway, "administrator", "ada"));
  let people = 0;
  const readErasure = async ({ headers }: ApiAnswer) =>
    (await shop.get<Erasure>(String(headers["location"]))).body;
  const countRows = async (from: string, ...values: unknown[]) => {
    const text = `select count(*)::int as count from ${from}`;
    return (await database.pool.query<{ count: number }>(text, values)).rows[0]?.count ?? 0;
  };
  const startFor = async (applicantId: string, flow = "standard") => {
    const applicant = { id: applicantId, givenName: "Nimushi" };
    const metadata = { note: `note-of-${applicantId}` };
    return (await shop.createSession({ flow, applicant, metadata })).body.id;
  };
  return {
    harness,
    operator,
    newPerson: () => `person-${(people += 1)}-of-many`,
    startFor,
    async startApproved(applicantId, flow = "standard") {
      const id = await startFor(applicantId, flow);
      const reference = await harness.findReference(id);
      if (flow === "ondato") harness.ondato?.control.act(reference, { act: "approve" });
      else identomat.control.act(reference, { act: "approve" });
      await waitFor(async () => (await shop.readSession(id)).status === "APPROVED");
      return id;
    },
    erase: (path, headers = {}) => shop.request("DELETE", `/v1/${path}`, { headers }),
    readErasure,
    waitForReceipt: (answer) =>
      waitFor(async () => {
        const erasure = await readErasure(answer);
        return erasure.receipt === null ? undefined : { ...erasure, receipt: erasure.receipt };
      }),
    openReceipt: (jws) => openReceipt(shop, jws),
    isInAnyTable: (text) => isInAnyTable(database, text),
    countRows,
    async hurry() {
      await database.pool.query(
        "update provider_erasures set next_attempt_at = now() where state = 'pending'",
      );
    },
    waitForFailure: (id) =>
      waitFor(() => countRows("provider_erasures where session_id = $1 and attempts > 0", id)),
    placeHold: (body) =>
      operator.request("POST", "/admin/v1/legal-holds", {
        body: { tenant: "shop", reason: "court order 7", ...body },
      }),
    releaseHold: (id) =>
      operator.request("POST", `/admin/v1/legal-holds/${id}/release`, { body: { reason: "case closed" } }),
    async [Symbol.asyncDispose]() {
      await operator.close();
      await harness[Symbol.asyncDispose]();
    },
  };
}

/** With nothing but what is published. */
async function openReceipt(shop: ApiClient, jws: string): Promise<Receipt> {
  const [head = "", payload = "", signature = ""] = jws.split(".");
  const { body } = await shop.get<{ keys: (JsonWebKey & { kid: string })[] }>("/.well-known/jwks.json");
  const jwk = body.keys.find(({ kid }) => kid === readPart(head)["kid"]);
  if (jwk === undefined || "d" in jwk) throw new Error("The receipt's key is not published as it should be.");
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const isSigned = (text: string) =>
    verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
  const isGenuine = isSigned(`${head}.${payload}`) && !isSigned(`${head}.${payload.slice(0, -1)}`);
  return { isGenuine, head: readPart(head), body: readPart(payload) };
}

function readPart(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
}

async function isInAnyTable({ pool }: Harness["database"], text: string): Promise<boolean> {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'kyc_keys', 'graphile_worker') and table_type = 'BASE TABLE'`,
  );
  for (const { name } of rows) {
    const { rowCount } = await pool.query(`select 1 from ${name} t where position($1 in t::text) > 0`, [
      text,
    ]);
    if (rowCount !== null && rowCount > 0) return true;
  }
  return false;
}
