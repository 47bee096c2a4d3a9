import { type ApiClient } from "./api-client.ts";
import { startEventReceiver, type EventReceiver } from "./event-receiver.ts";
import { startHarness, type Harness } from "./gateway-harness.ts";
import { connectOperators, type OperatorsByRole } from "./operators.ts";
import { waitFor } from "./wait-for.ts";

/** A gateway with an operator of each role, and sessions of two products. */
export interface OperatorStage {
  readonly harness: Harness;
  readonly operators: OperatorsByRole;
  /** The shop's endpoint for events. */
  readonly receiver: EventReceiver;
  /** One approved session of each product, and a third of the shop's that nobody has begun. */
  readonly made: { readonly shop: string; readonly bank: string; readonly open: string };
  /** A session's id, once the provider has approved it. */
  approve(product: ApiClient, body: object): Promise<string>;
  close(): Promise<void>;
}

export async function startOperatorStage(): Promise<OperatorStage> {
  const receiver = await startEventReceiver();
  const env = { KYC_EVENT_HOSTS_ALLOWED: receiver.host };
  const harness = await startHarness({ env, withOndato: true });
  const operators = await connectOperators(harness.gateway);
  const { shop, bank, identomat, provisioning } = harness;
  const approve = async (product: ApiClient, body: object): Promise<string> => {
    const { id } = (await product.createSession(body)).body;
    identomat.control.act(await harness.findReference(id), { act: "approve" });
    await waitFor(async () => (await product.readSession(id)).status === "APPROVED", { timeoutMs: 20_000 });
    return id;
  };
  await shop.request("POST", "/v1/event-endpoints", { body: { url: `${receiver.url}/events?secret=1` } });
  const targets = [{ connection: "shop-identomat", settings: {} }];
  const requiredChecks = ["document", "face_match"] as const;
  await provisioning.saveFlow({ tenant: "shop", name: "strict", requiredChecks, targets });
  const applicant = { id: "same-name" };
  const made = {
    bank: await approve(bank, { applicant }),
    shop: await approve(shop, { flow: "strict", applicant, metadata: { order: "<b>7</b>" } }),
    open: (await shop.createSession({ flow: "ondato", applicant: { id: "other-name" } })).body.id,
  };
  return {
    harness,
    operators,
    receiver,
    made,
    approve,
    async close() {
      await operators.close();
      await harness[Symbol.asyncDispose]();
      await receiver[Symbol.asyncDispose]();
    },
  };
}
