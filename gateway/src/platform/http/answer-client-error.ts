import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { problemKinds, problemMediaType, type ProblemCode } from "@kyc-gateway/http-api";
import { v7 as newUuid } from "uuid";
import { linger } from "./lingering-close.ts";
import { ProblemError, toProblem } from "./problem-error.ts";

/** What Node's parser says of a request that it gave up, by its code. Anything else is not HTTP. */
const parserProblems: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "request_timeout",
  HPE_HEADER_OVERFLOW: "headers_too_large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "payload_too_large",
};

/** Answers what cannot be parsed as HTTP, behind the answers that are still under way on the same connection. */
export interface ClientErrors {
  /** To be told of every request, so that no answer is taken for that of the request before. */
  note(request: IncomingMessage, response: ServerResponse): void;
  answer(error: NodeJS.ErrnoException, socket: Socket): void;
  /** Whether more of the newest request is on its way. */
  isSending(socket: Socket): boolean;
}

/** `onAnswer` is told of each problem that was answered. */
export function createClientErrors(onAnswer: (code: ProblemCode) => void): ClientErrors {
  const newest = new WeakMap<Socket, ServerResponse>();
  return {
    note(request, response) {
      const { socket } = request;
      newest.set(socket, response);
      // A connection lives long: it must not keep all that its last request has made.
      const forget = (): void => {
        if (newest.get(socket) === response) newest.delete(socket);
      };
      response.once("close", () => {
        if (request.complete) forget();
        else request.once("close", forget);
      });
    },
    answer(error, socket) {
      const response = newest.get(socket);
      if (response === undefined) end(error, socket, onAnswer);
      else if (response.req.complete) response.once("close", () => end(error, socket, onAnswer));
      // The request that was given up is the one under way: its body is what cannot be read. It has one answer at most.
      else if (!response.writableEnded) end(error, socket, onAnswer);
      else if (response.writableFinished) socket.destroy();
      else response.once("close", () => socket.destroy());
    },
    isSending: (socket) => newest.get(socket)?.req.complete === false,
  };
}

function end(error: NodeJS.ErrnoException, socket: Socket, onAnswer: (code: ProblemCode) => void): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const code = parserProblems[error.code ?? ""] ?? "malformed_request";
  const text = JSON.stringify(toProblem(new ProblemError(code), newUuid()));
  const head = [
    `HTTP/1.1 ${problemKinds[code].status} Refused`,
    `content-type: ${problemMediaType}`,
    `content-length: ${Buffer.byteLength(text)}`,
    "connection: close",
  ];
  onAnswer(code);
  socket.write(`${head.join("\r\n")}\r\n\r\n${text}`);
  linger(socket);
}
