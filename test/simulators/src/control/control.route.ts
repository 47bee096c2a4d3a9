import type { FastifyInstance } from "fastify";
import type { FaultRule } from "../faults/fault.ts";
import type { SimulatorControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import type { ActRequest, EmitRequest } from "./dialect.ts";
import * as schema from "./control.schema.ts";

export interface ControlRouteParts {
  readonly name: string;
  readonly acts: readonly string[];
  readonly control: SimulatorControl;
  /** Commands of one provider only, by path below `/_control`. */
  readonly commands: Readonly<Record<string, () => unknown>>;
}

/** The control API. JSON in and out; an issue is answered with `{"error": …}`. */
export function registerControlRoutes(app: FastifyInstance, parts: ControlRouteParts): void {
  const { control } = parts;
  app.setErrorHandler((error: Error & { status?: number; statusCode?: number }, _request, reply) => {
    const status = error instanceof ControlError ? error.status : (error.statusCode ?? 500);
    return reply.code(status).send({ error: error.message });
  });
  app.get("/", () => ({ simulator: parts.name, now: control.now().toISOString(), acts: parts.acts }));
  app.get("/ledger", () => control.ledger());
  app.post("/reset", (_request, reply) => (control.reset(), reply.code(204).send()));
  app.get("/clock", () => ({ now: control.now().toISOString() }));
  app.post<{ Body: { advanceMs: number } }>(
    "/clock",
    { schema: { body: schema.advanceSchema } },
    (request) => {
      control.advanceClock(request.body.advanceMs);
      return { now: control.now().toISOString() };
    },
  );
  app.get("/settings", () => control.settings());
  app.patch<{ Body: Record<string, unknown> }>(
    "/settings",
    { schema: { body: schema.settingsSchema } },
    (request) => control.changeSettings(request.body),
  );
  registerFaultRoutes(app, control);
  registerSessionRoutes(app, parts);
  registerCallbackRoutes(app, control);
  for (const [path, command] of Object.entries(parts.commands)) app.post(`/${path}`, () => command());
}

function registerFaultRoutes(app: FastifyInstance, control: SimulatorControl): void {
  app.get("/faults", () => control.faults());
  app.post<{ Body: FaultRule }>("/faults", { schema: { body: schema.faultRuleSchema } }, (request, reply) =>
    reply.code(201).send({ id: control.addFault(request.body) }),
  );
  app.delete("/faults", (_request, reply) => (control.clearFaults(), reply.code(204).send()));
  app.delete<{ Params: { id: string } }>("/faults/:id", (request, reply) => {
    if (!control.removeFault(request.params.id))
      throw new ControlError(404, `no fault ${request.params.id} stands`);
    return reply.code(204).send();
  });
}

function registerSessionRoutes(app: FastifyInstance, parts: ControlRouteParts): void {
  app.get<{ Params: { id: string } }>("/sessions/:id", (request) => {
    const session = parts.control.session(request.params.id);
    if (session === undefined) throw new ControlError(404, `no session ${request.params.id}`);
    return session;
  });
  app.post<{ Params: { id: string }; Body: ActRequest }>(
    "/sessions/:id/act",
    { schema: { body: schema.createActSchema(parts.acts) } },
    (request) => parts.control.act(request.params.id, request.body),
  );
}

function registerCallbackRoutes(app: FastifyInstance, control: SimulatorControl): void {
  app.put<{ Body: { url: string | null; owner?: string } }>(
    "/callback-url",
    { schema: { body: schema.callbackUrlSchema } },
    (request, reply) => (
      control.setCallbackUrl(request.body.url, request.body.owner),
      reply.code(204).send()
    ),
  );
  app.post<{ Body: EmitRequest }>("/callbacks", { schema: { body: schema.emitSchema } }, (request, reply) => {
    control.emit(request.body);
    return reply.code(202).send();
  });
  app.post<{ Params: { id: string } }>("/callbacks/:id/replay", (request, reply) => {
    control.replay(request.params.id);
    return reply.code(202).send();
  });
  app.post<{ Body: { includeRetries?: boolean } | null }>(
    "/callbacks/settle",
    { schema: { body: { anyOf: [schema.settleSchema, { type: "null" }] } } },
    async (request, reply) => {
      await control.settleCallbacks(request.body ?? {});
      return reply.code(204).send();
    },
  );
}
