import type { ConsoleStage, PlayedSession } from "./console-stage.ts";

/** Ids of what there is to look at. */
export interface FilledConsole {
  readonly rejected: string;
  readonly inReview: string;
  readonly parked: string;
}

/** What a console has to show after some hours of work: every status, a parked delivery, a hold, rules and a canary. */
export async function fillConsole(stage: ConsoleStage): Promise<FilledConsole> {
  await addFlows(stage);
  await addRules(stage);
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
}

/** Rules of the product `shop`, one of them with a canary. */
async function addRules({ admin }: ConsoleStage): Promise<void> {
  await admin.request("PUT", "/admin/v1/tenants/shop/routing", {
    body: {
      rules: [
        {
          name: "baltics",
          when: { flows: ["both"], countries: ["LTU", "LVA", "EST"] },
          targets: [{ connection: "shop-ondato" }, { connection: "shop-identomat" }],
        },
        {
          name: "everybody",
          when: { flows: ["both"] },
          targets: [{ connection: "shop-identomat" }],
          canary: { connection: "shop-ondato", percent: 10 },
        },
      ],
    },
  });
}
