import { startHarness, type Harness } from "./gateway-harness.ts";
import { waitFor } from "./wait-for.ts";

/** Where applicants are said to reach the gateway. */
export const publicUrl = "https://kyc.example";
/** Where the pages of these flows lead back to. */
const returnUrl = "https://shop.example/kyc?from=page&x='1'";

/** A gateway whose flows have pages to enter by: `page` at a provider without fresh links, `fresh` at one with them. */
export interface LaunchStage {
  readonly harness: Harness;
  /** A session of somebody, and the page's path with its token. */
  start(flow: string, applicantId?: string): Promise<{ readonly id: string; readonly path: string }>;
  /** As if the session's time were up. */
  lapse(sessionId: string): Promise<void>;
}

export async function startLaunchStage(): Promise<LaunchStage> {
  const harness = await startHarness({ withOndato: true, env: { KYC_PUBLIC_URL: publicUrl } });
  const { provisioning } = harness;
  const target = { connection: "shop-ondato", settings: { setupId: crypto.randomUUID() } };
  const entry = { connection: "shop-identomat", settings: {} };
  const launchPage = { returnUrl };
  await provisioning.saveFlow({ tenant: "shop", name: "page", launchPage, targets: [entry] });
  await provisioning.saveFlow({ tenant: "shop", name: "fresh", launchPage, targets: [target] });
  await harness.gateway.services.configuration.reload();
  return {
    harness,
    async start(flow, applicantId = "somebody") {
      const { body } = await waitFor(async () => {
        const answer = await harness.shop.createSession({ flow, applicant: { id: applicantId } });
        return answer.status === 201 ? answer : undefined;
      });
      const url = body.launch?.url ?? "";
      return { id: body.id, path: url.replace(publicUrl, "") };
    },
    async lapse(sessionId) {
      const text = "update sessions set lapses_at = now() - interval '1 minute' where id = $1";
      await harness.database.pool.query(text, [sessionId]);
    },
  };
}
