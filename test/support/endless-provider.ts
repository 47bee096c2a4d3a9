import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Harness } from "./gateway-harness.ts";
import { waitFor } from "./wait-for.ts";

/** A provider whose pictures never end: counts what it could send, and knows who still reads. */
export interface EndlessProvider {
  readonly baseUrl: string;
  readonly sentBytes: number;
  readonly openTransfers: number;
  close(): void;
}

const chunk = Buffer.alloc(65_536, 1);

export async function startEndlessProvider(): Promise<EndlessProvider> {
  const seen = { sentBytes: 0, openTransfers: 0 };
  const stream = (response: ServerResponse) => {
    seen.openTransfers += 1;
    response.writeHead(200, { "content-type": "image/jpeg" });
    response.on("close", () => {
      seen.openTransfers -= 1;
    });
    const pump = () => {
      while (!response.destroyed && response.write(chunk)) seen.sentBytes += chunk.length;
    };
    // As fast as a network: an endless one at the speed of memory would only keep the machine busy.
    response.on("drain", () => setTimeout(pump, 2));
    pump();
  };
  const server = createServer((request, response) => {
    if (request.url?.includes("/begin/") === true) return void response.end(JSON.stringify("a".repeat(40)));
    if (request.url?.includes("/card-front/") === true) return stream(response);
    return void response.end(JSON.stringify({ result: "in_progress" }));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/external-api`,
    get sentBytes() {
      return seen.sentBytes;
    },
    get openTransfers() {
      return seen.openTransfers;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A session of the product `shop` there, whose `card-front` has no end. */
export async function startEndlessSession(
  { provisioning, shop }: Harness,
  { baseUrl }: EndlessProvider,
): Promise<{ readonly id: string }> {
  const settings = { companyKey: "endless", callbackApiKeys: ["endless-callback-key"], baseUrl };
  await provisioning.saveConnection({ name: "endless", adapter: "identomat", tenant: "shop", settings });
  const targets = [{ connection: "endless", settings: {} }];
  await provisioning.saveFlow({ tenant: "shop", name: "endless", targets });
  return waitFor(async () => {
    const answer = await shop.createSession({ flow: "endless" });
    return answer.status === 201 ? answer.body : undefined;
  });
}
