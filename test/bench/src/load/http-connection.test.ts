import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openConnection, readCompleteAnswer, type HttpConnection } from "./http-connection.ts";

const server = createServer((request, reply) => {
  if (request.url === "/break") request.socket.destroy();
  else reply.writeHead(request.url === "/ok" ? 200 : 404, { "content-length": 4 }).end("body");
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

function ask(connection: HttpConnection, path: string): Promise<number> {
  return new Promise((resolve) => {
    connection.send(`GET ${path} HTTP/1.1\r\nhost: test\r\n\r\n`, resolve);
  });
}

it("reads answer after answer on one connection, and goes on after a break", async () => {
  const connection = openConnection((server.address() as AddressInfo).port);
  expect(await ask(connection, "/ok")).toBe(200);
  expect(await ask(connection, "/other")).toBe(404);
  expect(await ask(connection, "/break")).toBe(0);
  expect(await ask(connection, "/ok")).toBe(200);
  connection.close();
});

it("waits for the whole body", () => {
  const head = "HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\n";
  expect(readCompleteAnswer(head.slice(0, -1))).toBeUndefined();
  expect(readCompleteAnswer(`${head}bod`)).toBeUndefined();
  expect(readCompleteAnswer(`${head}body`)).toBe(201);
});
