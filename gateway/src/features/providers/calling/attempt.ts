import type { Call } from "@kyc-gateway/adapter-spec/v1";
import { HostError } from "./host-error.ts";
import type { ProviderCall } from "./provider-call.ts";

/** One try within its time, or until the caller hangs up. An adapter that ignores its signal is left behind, not waited for. */
export async function runAttempt<T>(call: ProviderCall<T>, budgetMs: number): Promise<T> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  late.promise.catch(() => undefined);
  const leave = () =>
    late.reject(new HostError("timeout", "The caller hung up before the provider answered."));
  if (call.signal?.aborted === true) leave();
  call.signal?.addEventListener("abort", leave, { once: true });
  const timer = setTimeout(() => {
    controller.abort();
    late.reject(new HostError("timeout", `The provider did not answer within ${Math.round(budgetMs)} ms.`));
  }, budgetMs);
  try {
    return await Promise.race([call.work(describeCall(call, controller.signal)), late.promise]);
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", leave);
  }
}

function describeCall({ signal, idempotencyKey }: ProviderCall<unknown>, deadline: AbortSignal): Call {
  return { idempotencyKey, signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]) };
}
