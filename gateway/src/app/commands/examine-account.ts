import {
  examineConfigurations,
  listUses,
  type FlowsInUse,
} from "../../features/providers/configurations/examine-configurations.ts";
import type { ConnectionRuntime } from "../../features/providers/connection-runtime.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";

const deadlineMs = 8000;

/** What does not fit between a connection's flows and the recipes that they name at the provider. */
export async function* examineAccount(
  runtime: ConnectionRuntime,
  flows: FlowsInUse,
): AsyncGenerator<{ readonly kind: "ok" | "warning"; readonly subject: string; readonly advice?: string }> {
  const uses = listUses(flows, runtime);
  if (uses.size === 0) return;
  const subject = `connection ${runtime.name}`;
  try {
    const deadlineAt = Date.now() + deadlineMs;
    const examined = await examineConfigurations({ runtime, lane: "doctor", deadlineAt }, uses);
    for (const { id, issues } of examined) {
      const own = `${subject}, configuration ${id}`;
      if (issues.length === 0) yield { kind: "ok", subject: own };
      for (const advice of issues) yield { kind: "warning", subject: own, advice };
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const advice =
      "The provider did not tell: look at the connection's other findings. Until it does, sessions are taken to live as long as it told last, or as its adapter assumes.";
    yield { kind: "warning", subject: `${subject}: its configurations cannot be read`, advice };
  }
}
