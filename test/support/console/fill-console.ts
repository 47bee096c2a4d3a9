import type { ConsoleStage } from "./console-stage.ts";

/** Ids of what there is to look at. */
export interface FilledConsole {
  readonly rejected: string;
  readonly inReview: string;
  readonly parked: string;
}

/** What a console has to show after some hours of work: every status, a parked delivery, a hold, rules and a canary. */
export async function fillConsole(stage: ConsoleStage): Promise<FilledConsole> {
  await addRules(stage);
  for (const country of ["GEO", "LTU", "DEU", "POL"])
    await stage.play("approve", "APPROVED", {
      applicant: { id: `customer-${country}`, country },
      metadata: { order: `4711-${country}` },
    });
  const { id: rejected } = await stage.play("reject", "REJECTED");
  await stage.play("start", "IN_PROGRESS");
  stage.harness.identomat.control.changeSettings({ resultShape: "address_only" });
  const { id: inReview } = await stage.play("approve", "PENDING_REVIEW", { flow: "strict" });
  stage.harness.identomat.control.changeSettings({ resultShape: "full" });
  const { deliveryId: parked } = await stage.park();
  await stage.admin.request("POST", "/admin/v1/connections/bank-identomat/hold", {
    body: { reason: "Answers with empty results since 09:40. Their support knows." },
  });
  return { rejected, inReview, parked };
}

/** The flow `strict`, which an incomplete approval does not cover, and rules with a canary. */
async function addRules({ harness, admin }: ConsoleStage): Promise<void> {
  const targets = [{ connection: "shop-identomat", settings: {} }];
  const requiredChecks = ["document", "face_match", "liveness"] as const;
  await harness.provisioning.saveFlow({ tenant: "shop", name: "strict", requiredChecks, targets });
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
