import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AddressRefusedError, createPublicAgent, type ResolveHost } from "./public-agent.ts";

let server: Server;
let port: number;
let requestCount = 0;
beforeAll(async () => {
  server = createServer((_request, response) => {
    requestCount += 1;
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());

/** A name server that gives one list of addresses after the other. */
function answerInTurn(...answers: readonly (readonly string[])[]): {
  resolve: ResolveHost;
  count: () => number;
} {
  let asked = 0;
  return {
    resolve(_host, callback) {
      const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
      asked += 1;
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    },
    count: () => asked,
  };
}

/** As Node's own look-up answers: no list at all beside the error. */
const answerNothing: ResolveHost = (_host, callback) =>
  callback(Object.assign(new Error("no answer"), { code: "ENOTFOUND" }), undefined as never);

async function visit(
  url: string,
  options: Partial<Parameters<typeof createPublicAgent>[0]>,
): Promise<unknown> {
  const agent = createPublicAgent({ allowedHosts: new Set(), ...options });
  try {
    const { statusCode } = await request(url, { dispatcher: agent, signal: AbortSignal.timeout(2000) });
    return statusCode;
  } catch (error) {
    return error;
  } finally {
    await agent.destroy();
  }
}

describe("a socket to an endpoint", () => {
  it.each([
    ["an address itself", "127.0.0.1", []],
    ["a name that leads inside", "inside.example", ["127.0.0.1"]],
    ["a name that leads outside and inside", "both.example", ["8.8.8.8", "127.0.0.1"]],
    ["a mapped address", "[::ffff:127.0.0.1]", []],
    ["a name without addresses", "none.example", []],
  ])("is not opened to %s", async (_what, host, addresses) => {
    const before = requestCount;
    const { resolve } = answerInTurn(addresses);
    expect(await visit(`http://${host}:${port}/`, { resolve })).toBeInstanceOf(AddressRefusedError);
    expect(requestCount).toBe(before);
  });

  it("goes to the address that was looked at, though the name has changed its mind since", async () => {
    const before = requestCount;
    const names = answerInTurn(["192.0.2.1"], ["127.0.0.1"]);
    expect(await visit(`http://rebinding.example:${port}/`, names)).toBeInstanceOf(AddressRefusedError);
    expect(names.count()).toBe(1);
    expect(requestCount).toBe(before);
  });

  it("is opened to a host that the deployment allows, at that port alone", async () => {
    const allowedHosts = new Set([`127.0.0.1:${port}`]);
    expect(await visit(`http://127.0.0.1:${port}/`, { allowedHosts })).toBe(200);
    expect(await visit(`http://127.0.0.1:${port + 1}/`, { allowedHosts })).toBeInstanceOf(
      AddressRefusedError,
    );
  });

  it("that no name server answers for fails, and nothing else does", async () => {
    expect(await visit(`http://gone.example:${port}/`, { resolve: answerNothing })).toMatchObject({
      code: "ENOTFOUND",
    });
  });
});
