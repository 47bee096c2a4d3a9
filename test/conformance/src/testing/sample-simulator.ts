import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RunningSimulator, SimulatorFault, SimulatorSample } from "../subject/simulator-sample.ts";

/** The invented provider over HTTP. It insists on what a script cannot: the type of a body, and its own sessions. */
async function startSampleSimulator(): Promise<RunningSimulator> {
  const sessions = new Map<string, string>();
  let faults: readonly { readonly fault: SimulatorFault; readonly operation?: string }[] = [];
  const server = createServer((request, response) => {
    const operation = request.method === "POST" ? "start" : "read";
    const rule = faults.find((candidate) => candidate.operation === operation);
    request.resume();
    if (rule === undefined) answer(sessions, request, response);
    else spoil(rule.fault, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    control: {
      addFault: (rule) => void (faults = [...faults, rule]),
      clearFaults: () => void (faults = []),
      act: (id, { act }) => sessions.set(id, act),
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function answer(sessions: Map<string, string>, request: IncomingMessage, response: ServerResponse): void {
  if (request.method === "POST") return start(sessions, request, response);
  const [, , id = "", files] = (request.url ?? "").split("/");
  const status = sessions.get(id);
  if (status === undefined) return sendJson(response, 404, {});
  if (request.method === "DELETE") {
    sessions.delete(id);
    response.writeHead(204).end();
  } else if (files === undefined) sendJson(response, 200, { id, status, files: [{ id: "face-1" }] });
  else response.writeHead(200, { "content-type": "image/jpeg" }).end("jpeg");
}

function start(sessions: Map<string, string>, request: IncomingMessage, response: ServerResponse): void {
  if (request.headers["content-type"] !== "application/json") return sendJson(response, 415, {});
  const id = randomUUID();
  sessions.set(id, "new");
  sendJson(response, 201, { id, page: `https://acme.example/s/${id}` });
}

function spoil(fault: SimulatorFault, response: ServerResponse): void {
  switch (fault.kind) {
    case "hang":
      return;
    case "rate_limited": {
      const { seconds = 1, as } = fault.retryAfter ?? {};
      const value = as === "date" ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds);
      response.writeHead(429, { "retry-after": value }).end();
      return;
    }
    case "server_error":
      response.writeHead(fault.status ?? 503).end();
      return;
    case "reset":
      if (fault.at === "before_headers") response.socket?.resetAndDestroy();
      else
        response
          .writeHead(200, { "content-length": "100" })
          .write('{"id":', () => response.socket?.resetAndDestroy());
      return;
    case "garbage":
      sendGarbage(fault.shape, response);
  }
}

function sendGarbage(
  shape: "html" | "truncated_json" | "huge_body" | "unknown_status",
  response: ServerResponse,
): void {
  const bodies = {
    html: "<html></html>",
    truncated_json: '{"id": "s',
    huge_body: " ".repeat(10_485_760),
    unknown_status: '{"id":"x","status":"perhaps"}',
  };
  response
    .writeHead(200, { "content-type": shape === "html" ? "text/html" : "application/json" })
    .end(bodies[shape]);
}

export const sampleSimulator: SimulatorSample = {
  start: startSampleSimulator,
  settings: (url) => ({ baseUrl: url }),
  operations: { start: "start", read: "read" },
  acts: { yes: "APPROVED", no: "REJECTED", open: "IN_PROGRESS" },
};
