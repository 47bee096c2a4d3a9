import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { constants, setPriority } from "node:os";
import { json } from "node:stream/consumers";
import { runOpenLoop, type Load } from "./open-loop.ts";
import { createProduct } from "./product.ts";

// A product that floods does so from a machine of its own. Here everything else goes before it: what its requests cost
// the gateway is to be felt, not what it costs to make them.
setPriority(constants.priority.PRIORITY_LOW);
const [url = "", apiKey = ""] = process.argv.slice(2);
const product = createProduct(url, apiKey);

/** Sends the load that it is posted, and gives the answers, without their bodies, once all are there. */
const server = createServer((request, response) => {
  void (async () => {
    const answers = await runOpenLoop((await json(request)) as Load, (dueAt) =>
      product.createSession({ dueAt }),
    );
    response.end(JSON.stringify(answers.map((answer) => ({ ...answer, body: {} }))));
  })();
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address() as AddressInfo;
process.stdout.write(`${JSON.stringify({ ready: true, url: `http://127.0.0.1:${port}` })}\n`);
