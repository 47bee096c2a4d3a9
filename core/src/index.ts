export * from "./provider/provider-failure.ts";
export * from "./refresh/refresh-session.ts";
export * from "./routing/plan-route.ts";
export * from "./session/session.ts";
export * from "./session/status-machine.ts";
export * from "./session/transition.ts";
export * from "./start/start-failure.ts";
export * from "./start/start-ports.ts";
export { startSession, type StartResult } from "./start/start-session.ts";
