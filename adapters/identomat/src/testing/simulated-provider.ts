import { drawJpeg, startIdentomatSimulator } from "@kyc-gateway/simulators";
import type { IdentomatSettings, IdentomatSimulator } from "@kyc-gateway/simulators";
import type { Connection, Picture, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import type { Flow } from "../flow/flow.schema.ts";
import adapter from "../index.ts";
import { createCall, createStartRequest, plainHost } from "./connection.ts";

const companyKey = "company-key-of-the-simulator";
const secretKey = "signing-key-of-the-simulator";

/** The simulator, a connection whose every request must be signed, and a finished session with a call. */
export interface SimulatedProvider {
  readonly simulator: IdentomatSimulator;
  readonly connection: Required<Connection<Flow>>;
  startFinished(steps?: Flow["steps"], act?: "approve" | "reject"): Promise<ProviderReference>;
}

const flowWithCall: Flow["steps"] = [
  { type: "identity-document", key: "document" },
  { type: "general-document", key: "address" },
  { type: "video-call", key: "call" },
];

export async function startSimulatedProvider(
  settings: Partial<IdentomatSettings> = {},
): Promise<SimulatedProvider> {
  const simulator = await startIdentomatSimulator({
    companies: [{ name: "shop", companyKey, secretKey, callbackApiKey: "callback-key-of-the-simulator" }],
    configurations: [
      {
        id: "679c74e4d9725987e3879265",
        name: "Configuration Template",
        general: { language: "en", sessionLifetime: 45 },
        steps: [
          {
            type: "identity-document",
            key: "select_document_id",
            flags: { documentTypes: ["id", "passport", "residence_permit"] },
          },
          { type: "liveness", key: "liveness", flags: { liveness: true, maxLivenessAttempts: 3 } },
          { type: "hologram-dance", key: "dance" },
        ],
      },
    ],
    ...settings,
  });
  const connection = adapter.connect(
    { companyKey, secretKey, baseUrl: `${simulator.url}/external-api` },
    plainHost,
  ) as Required<Connection<Flow>>;
  return {
    simulator,
    connection,
    startFinished: async (steps = flowWithCall, act = "approve") => {
      const request = createStartRequest({ flow: steps === undefined ? {} : { steps } });
      const { reference } = await connection.sessions.start(request, createCall());
      simulator.control.act(reference.id, { act });
      return reference;
    },
  };
}

export function drawPicture(label: string): Picture {
  return { bytes: drawJpeg(label), mediaType: "image/jpeg" };
}

export async function readBytes({ body }: { readonly body: ReadableStream<Uint8Array> }): Promise<Buffer> {
  return Buffer.from(await new Response(body).arrayBuffer());
}
