import { AdapterError } from "@kyc-gateway/adapter-kit";

export function createUnknownSessionError(operation: string): AdapterError {
  return new AdapterError({
    code: "session_unknown",
    message: `${operation}: Ondato has nothing under this reference`,
  });
}
