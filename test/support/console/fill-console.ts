import type { ConsoleStage, PlayedSession } from "./console-stage.ts";
import { waitFor } from "../wait-for.ts";

/** Ids of what there is to look at. */
export interface FilledConsole {
  readonly rejected: string;
  readonly inReview: string;
  readonly parked: string;
}

/** What a console has to show after some hours of work: every status, a parked delivery, a hold, rules and a canary. */
export async function fillConsole(stage: ConsoleStage): Promise<FilledConsole> {
  await addFlows(stage);
  for (const country of ["GEO", "LTU", "DEU", "POL"])
    await stage.play("approve", "APPROVED", {
      applicant: { id: `customer-${country}`, country },
      metadata: { order: `4711-${country}` },
    });
  const { id: rejected } = await stage.play("reject", "REJECTED");
  await stage.play("start", "IN_PROGRESS");
  const { id: inReview } = await playReview(stage);
  const { deliveryId: parked } = await stage.park();
  await stage.admin.request("POST", "/admin/v1/connections/bank-identomat/hold", {
    body: { reason: "Answers with empty results since 09:40. Their support knows." },
  });
  return { rejected, inReview, parked };
}

/** A session that waits for a decision: its approval does not cover what the flow `strict` requires. */
export async function playReview({ harness, play }: ConsoleStage): Promise<PlayedSession> {
  harness.identomat.control.changeSettings({ resultShape: "address_only" });
  const played = await play("approve", "PENDING_REVIEW", { flow: "strict" });
  harness.identomat.control.changeSettings({ resultShape: "full" });
  return played;
}

/** The flow `strict`, which an incomplete approval does not cover. */
export async function addFlows({ harness }: ConsoleStage): Promise<void> {
  const targets = [{ connection: "shop-identomat", settings: {} }];
  const requiredChecks = ["document", "face_match", "liveness"] as const;
  await harness.provisioning.saveFlow({ tenant: "shop", name: "strict", requiredChecks, targets });
  await harness.gateway.services.configuration.reload();
}

/** Decided sessions of one side of a canary. */
interface Side {
  readonly approved: number;
  readonly decided: number;
}

const canaryRule = {
  name: "canary-rule",
  when: { flows: ["both"], countries: ["GEO", "LTU"] },
  targets: [{ connection: "shop-identomat" }],
  canary: { connection: "shop-ondato", percent: 50 },
};

/** A rule with a canary for half of the applicants, and sessions on both sides that are decided and counted. */
export async function playCanary(stage: ConsoleStage): Promise<{ canary: Side; control: Side }> {
  const { harness, admin } = stage;
  await admin.request("PUT", "/admin/v1/tenants/shop/routing", { body: { rules: [canaryRule] } });
  const sides = { canary: { approved: 0, decided: 0 }, control: { approved: 0, decided: 0 } };
  for (let number = 1; number <= 14; number += 1) {
    const status = number % 4 === 0 ? "REJECTED" : "APPROVED";
    const side = sides[(await playDecided(stage, { number, status })) ? "canary" : "control"];
    side.decided += 1;
    side.approved += status === "APPROVED" ? 1 : 0;
  }
  await harness.gateway.services.analytics.rebuild();
  return sides;
}

/** Gives whether the applicant was on the canary's side. */
async function playDecided(
  { harness }: ConsoleStage,
  { number, status }: { readonly number: number; readonly status: "APPROVED" | "REJECTED" },
): Promise<boolean> {
  const { shop, identomat, ondato, database } = harness;
  const { body } = await shop.createSession({
    flow: "both",
    applicant: { id: `canary-${number}`, country: "GEO" },
  });
  const { rows } = await database.pool.query<{ reference: string; adapter: string }>(
    "select provider_reference as reference, adapter from sessions s join connections c on c.id = s.connection_id where s.id = $1",
    [body.id],
  );
  const { reference = "", adapter = "" } = rows[0] ?? {};
  const control = adapter === "ondato" ? ondato?.control : identomat.control;
  control?.act(reference, { act: "start" });
  control?.act(reference, { act: status === "APPROVED" ? "approve" : "reject" });
  await waitFor(async () => (await shop.readSession(body.id)).status === status);
  return adapter === "ondato";
}
