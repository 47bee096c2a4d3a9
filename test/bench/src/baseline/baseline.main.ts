import type { AddressInfo } from "node:net";
import { fastify } from "fastify";
import { Pool } from "pg";

/** The least that does the same work: a bare Fastify route with one statement. Arguments: route, database, pool size. */
const [, , route, databaseUrl, poolSize] = process.argv;
const pool = new Pool({ connectionString: databaseUrl, max: Number(poolSize) });
const app = fastify();

app.route(
  route === "insert"
    ? {
        method: "POST",
        url: "/callbacks",
        handler: async ({ body }) => {
          await pool.query("insert into baseline_callbacks (body) values ($1)", [body]);
          return { status: "accepted" };
        },
      }
    : {
        method: "GET",
        url: "/sessions/:id",
        handler: async ({ params }) => {
          const text = "select body from baseline_sessions where id = $1";
          const { rows } = await pool.query<{ body: unknown }>(text, [(params as { id: string }).id]);
          return rows[0]?.body;
        },
      },
);

await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.((app.server.address() as AddressInfo).port);
process.once("SIGTERM", () => process.exit(0)).once("disconnect", () => process.exit(0));
