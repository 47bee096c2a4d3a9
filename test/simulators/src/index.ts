export { startIdentomatSimulator } from "./identomat/simulator.ts";
export type { IdentomatControl, IdentomatMonitoring, IdentomatSimulator } from "./identomat/simulator.ts";
export type {
  IdentomatCompany,
  IdentomatConfiguration,
  IdentomatSettings,
  IdentomatSimulatorOptions,
} from "./identomat/options.ts";
export type { IdentomatAct } from "./identomat/acts.ts";
export { startOndatoSimulator } from "./ondato/simulator.ts";
export type { OndatoControl, OndatoSimulator } from "./ondato/simulator.ts";
export type {
  OndatoApplication,
  OndatoScope,
  OndatoSettings,
  OndatoSimulatorOptions,
  WebhookAuthentication,
} from "./ondato/options.ts";
export type { OndatoAct } from "./ondato/acts.ts";
export type { SimulatorControl } from "./control/control.ts";
export { ControlError } from "./control/control-error.ts";
export type { ActRequest, EmitRequest } from "./control/dialect.ts";
export type { CallbackFault, Delay, Fault, FaultRule, Forgery, RequestFault } from "./faults/fault.ts";
export type { CallbackAttempt, LedgerSnapshot, SessionTruth } from "./ledger/snapshot.ts";
export { drawJpeg } from "./media/media.ts";
export { startCallbackReceiver } from "./callbacks/receiver.ts";
export type { CallbackReceiver, ReceivedCallback } from "./callbacks/receiver.ts";
