import { migrate } from "@kyc-gateway/gateway";
import { Client, type Pool } from "pg";
import { createTemplate } from "../../support/template-database.ts";
import { openTestDatabase } from "../../support/open-test-database.ts";
import { startHarness, type Harness } from "../../support/gateway-harness.ts";
import { startTcpProxy, type TcpProxy } from "../../support/tcp-proxy.ts";
import { startThrowAwayServer, type ThrowAwayServer } from "../../support/throw-away-server.ts";

/** A gateway on a PostgreSQL of its own that may be treated badly. */
export interface FaultRoom {
  readonly server: ThrowAwayServer;
  /** Straight to the database, past every line. */
  readonly admin: Pool;
  /** Between the gateway's pools and PostgreSQL. */
  readonly line: TcpProxy;
  /** Between the connection that listens and PostgreSQL. */
  readonly directLine: TcpProxy;
  readonly harness: Harness;
  /** A session whose row somebody may lock. */
  readonly hotSessionId: string;
  /** A client of its own, for holding locks. */
  connect(): Promise<Client>;
  close(): Promise<void>;
}

export const deadlineMs = 5000;

/** The connections that the gateway may have: its pools, the queue's, and those that listen and give signs of life. */
export const connectionLimit = 10 + 2 + 5 + 2 + 5 + 2;

/** `folder`: where PostgreSQL keeps its data. */
export async function openFaultRoom(folder?: string): Promise<FaultRoom> {
  const server = await startThrowAwayServer(folder);
  const source = await createTemplate(server.url, migrate);
  const database = await openTestDatabase(source);
  const [line, directLine] = [await startTcpProxy(database.url), await startTcpProxy(database.url)];
  const harness = await startHarness({
    database,
    reachDatabase: async () => line.url,
    env: { DATABASE_DIRECT_URL: directLine.url, KYC_REQUEST_DEADLINE_MS: String(deadlineMs) },
  });
  const { body } = await harness.shop.createSession();
  return {
    server,
    admin: database.pool,
    line,
    directLine,
    harness,
    hotSessionId: body.id,
    async connect() {
      const client = new Client({ connectionString: database.url });
      client.on("error", () => undefined);
      await client.connect();
      return client;
    },
    async close() {
      await harness[Symbol.asyncDispose]();
      await Promise.all([line.close(), directLine.close()]);
      await server.stop();
    },
  };
}
