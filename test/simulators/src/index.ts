export { startIdentomatSimulator } from "./identomat/simulator.ts";
export type { IdentomatControl, IdentomatSimulator } from "./identomat/simulator.ts";
export type {
  IdentomatCompany,
  IdentomatConfiguration,
  IdentomatSettings,
  IdentomatSimulatorOptions,
} from "./identomat/options.ts";
export type { IdentomatAct } from "./identomat/acts.ts";
export type { SimulatorControl } from "./control/control.ts";
export { ControlError } from "./control/control-error.ts";
export type { ActRequest, EmitRequest } from "./control/dialect.ts";
export type { CallbackFault, Delay, Fault, FaultRule, Forgery, RequestFault } from "./faults/fault.ts";
export type { CallbackAttempt, LedgerSnapshot, SessionTruth } from "./ledger/snapshot.ts";
export { startCallbackReceiver } from "./callbacks/receiver.ts";
export type { CallbackReceiver, ReceivedCallback } from "./callbacks/receiver.ts";
