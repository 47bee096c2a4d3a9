import type { AddressInfo } from "node:net";
import { fastify } from "fastify";
import type { FastifyInstance } from "fastify";
import { registerControlRoutes } from "../control/control.route.ts";
import type { ControlRouteParts } from "../control/control.route.ts";
import { answerJson } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { createOperationHandler, sendAnswer } from "./answer-operation.ts";
import type { Engine, EngineOptions } from "./engine.ts";
import type { Exchange, Operation } from "./exchange.ts";

const bodyLimitBytes = 20 * 1024 * 1024;

export interface Blueprint {
  readonly engine: Engine;
  readonly options: EngineOptions;
  readonly operations: readonly Operation[];
  /** The applicant's page and its form. Faults reach it like any operation, by the names `page` and `page_act`. */
  readonly page: { readonly show: Operation; readonly submit: Operation };
  readonly control: ControlRouteParts;
  /** How the dialect answers an error thrown by an operation. */
  readonly answerError: (error: unknown) => Answer;
}

export interface RunningServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startServer(blueprint: Blueprint): Promise<RunningServer> {
  const app = fastify({
    logger: false,
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  void app.register((scope, _options, done) => {
    acceptRawBodies(scope);
    registerOperations(scope, blueprint);
    done();
  });
  void app.register(
    (scope, _options, done) => {
      registerControlRoutes(scope, blueprint.control);
      done();
    },
    { prefix: "/_control" },
  );
  await app.listen({ port: blueprint.options.port ?? 0, host: blueprint.options.host ?? "127.0.0.1" });
  const url = blueprint.options.publicUrl ?? readOrigin(app);
  return {
    url,
    close: async () => {
      await blueprint.engine.close();
      await app.close();
    },
  };
}

function acceptRawBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}

function registerOperations(scope: FastifyInstance, blueprint: Blueprint): void {
  const { page } = blueprint;
  for (const operation of [...blueprint.operations, page.show, page.submit]) {
    scope.route({
      method: [...operation.methods],
      url: operation.path,
      handler: createOperationHandler(blueprint.engine, guardOperation(operation, blueprint.answerError)),
    });
  }
  scope.setErrorHandler((error, _request, reply) => sendAnswer(reply, blueprint.answerError(error)));
  scope.setNotFoundHandler((_request, reply) =>
    sendAnswer(reply, answerJson({ error: "no such path" }, 404)),
  );
}

/** Turns a thrown error into the dialect's answer, so that faults and the ledger see it as one. */
function guardOperation(operation: Operation, answerError: (error: unknown) => Answer): Operation {
  const respond = (exchange: Exchange): Answer => {
    try {
      return operation.respond(exchange);
    } catch (error) {
      return answerError(error);
    }
  };
  return { ...operation, respond };
}

function readOrigin(app: FastifyInstance): string {
  const address = app.server.address() as AddressInfo;
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
