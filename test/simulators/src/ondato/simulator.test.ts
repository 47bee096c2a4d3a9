import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCallbackReceiver } from "../callbacks/receiver.ts";
import type { CallbackReceiver } from "../callbacks/receiver.ts";
import {
  call,
  create,
  fetchToken,
  listTypes,
  setupId,
  startOndatoStage,
  type OndatoStage,
} from "../testing/ondato-stage.ts";

let receiver: CallbackReceiver;
let stage: OndatoStage;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  stage = await startOndatoStage(receiver, { kind: "hmac", secret: "hush" });
});

afterEach(async () => {
  await stage.simulator.close();
  await receiver.close();
});

async function read(path: string): Promise<Record<string, unknown>> {
  return (await (await call(stage, path)).json()) as Record<string, unknown>;
}

function locateLocalisation(id: string): string {
  return `/v1/identity-verifications/${id}/setup-localisations`;
}

async function readKyc(id: string): Promise<Record<string, unknown>> {
  const { step } = (await read(`/v1/identity-verifications/${id}`)) as {
    step: { kycIdentification: { id: string } };
  };
  return read(`/v1/identifications/${step.kycIdentification.id}`);
}

describe("the token endpoint", () => {
  it("issues a bearer token and counts it", async () => {
    expect(await fetchToken(stage.simulator, { scope: "idv_api" })).toMatchObject({
      token_type: "Bearer",
      expires_in: 3_600,
      scope: "idv_api",
    });
    expect(stage.simulator.control.ledger().counters).toEqual({ tokens_issued: 2 });
  });

  it.each([
    [{ client_secret: "wrong" }, "invalid_client"],
    [{ grant_type: "password" }, "unsupported_grant_type"],
    [{ scope: "idv_api everything" }, "invalid_scope"],
  ])("refuses %j with OAuth2's own error", async (fields, error) => {
    expect(await fetchToken(stage.simulator, fields as unknown as Record<string, string>)).toEqual({ error });
  });

  it("makes a token worthless when it expires or is revoked", async () => {
    stage.simulator.control.advanceClock(3_600_000);
    expect((await call(stage, `/v1/identity-verifications/${setupId}`)).status).toBe(401);
    stage.token = (await fetchToken(stage.simulator))["access_token"] as string;
    expect((await call(stage, `/v1/identity-verifications/${setupId}`)).status).toBe(404);
    stage.simulator.control.revokeTokens();
    const refused = await call(stage, `/v1/identity-verifications/${setupId}`);
    expect([refused.status, await refused.json()]).toMatchObject([401, { reason: "AuthenticationFailed" }]);
  });

  it("answers 403 to a token without the scope", async () => {
    const narrow = (await fetchToken(stage.simulator, { scope: "idv_api" }))["access_token"] as string;
    const response = await call(stage, `/v1/identifications/${setupId}`, { token: narrow });
    expect([response.status, await response.json()]).toMatchObject([403, { reason: "AuthorizationFailed" }]);
  });
});

describe("identity verifications", () => {
  it("begin as Pending, without a step", async () => {
    const id = await create(stage, { externalReferenceId: "ours-1" });
    const body = await read(`/v1/identity-verifications/${id}`);
    expect(body).toMatchObject({ id, status: "Pending", externalReferenceId: "ours-1" });
    expect(body).not.toHaveProperty("step");
  });

  it.each([
    [{ setupId: "not-a-uuid" }, "setupId"],
    [{ registration: { phoneNumber: "+37060000000" } }, "registration.phoneNumber"],
    [{ registration: { countryCode: "LTU" } }, "registration.countryCode"],
  ])("refuse %j and name the member", async (more, member) => {
    const options = { method: "POST", body: { setupId, ...more } };
    const response = await call(stage, "/v1/identity-verifications", options);
    const body = (await response.json()) as { params: object };
    expect([response.status, Object.keys(body.params)]).toEqual([400, [member]]);
  });

  it("are hidden from another application", async () => {
    const id = await create(stage);
    const foreign = (await fetchToken(stage.simulator, { client_id: "other" }))["access_token"] as string;
    expect((await call(stage, `/v1/identity-verifications/${id}`, { token: foreign })).status).toBe(404);
  });

  it("keep their verdict on the second level", async () => {
    const id = await create(stage);
    stage.simulator.control.act(id, { act: "start" });
    expect(await readKyc(id)).toMatchObject({ status: "Unfinished", identityVerificationId: id });
    stage.simulator.control.act(id, { act: "await_review" });
    expect(await read(`/v1/identity-verifications/${id}`)).toMatchObject({ status: "Completed" });
    expect(await readKyc(id)).toMatchObject({ status: "Awaiting", isCrossChecked: false });
    stage.simulator.control.act(id, { act: "operator_reject", reason: "PossibleFraudAttempt" });
    expect(await readKyc(id)).toMatchObject({
      status: "Rejected",
      statusReason: "PossibleFraudAttempt",
      isCrossChecked: true,
    });
  });

  it("expire when their timer runs out, and say so", async () => {
    const id = await create(stage);
    stage.simulator.control.act(id, { act: "start" });
    stage.simulator.control.advanceClock(2 * 3_600_000);
    expect(stage.simulator.control.session(id)).toMatchObject({ status: "Expired", hasLapsed: true });
    expect((await listTypes(stage, receiver)).at(-1)).toBe("IdentityVerification.StatusChanged");
  });

  it("take a localisation for a known session only", async () => {
    const id = await create(stage);
    const body = { defaultLanguage: "lt", localisationSettings: [{ language: "lt" }] };
    expect((await call(stage, locateLocalisation(id), { method: "PUT", body })).status).toBe(204);
    expect((await call(stage, locateLocalisation(setupId), { method: "PUT", body })).status).toBe(404);
    expect((await call(stage, locateLocalisation(id), { method: "PUT", body: {} })).status).toBe(400);
  });
});

describe("identifications", () => {
  it("serve their files", async () => {
    const id = await create(stage);
    stage.simulator.control.act(id, { act: "approve" });
    const kyc = (await readKyc(id)) as { id: string; document: { files: { fileId: string }[] } };
    const response = await call(
      stage,
      `/v1/identifications/${kyc.id}/files/${kyc.document.files[0]?.fileId}`,
    );
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.headers.get("content-type"), bytes.readUInt16BE(0)]).toEqual(["image/jpeg", 0xffd8]);
    expect((await call(stage, `/v1/identifications/${kyc.id}/files/${setupId}`)).status).toBe(404);
  });

  it("are listed by time with their count on request", async () => {
    stage.simulator.control.act(await create(stage), { act: "approve" });
    const from = new Date(Date.now() - 60_000).toISOString();
    const response = await fetch(`${stage.simulator.url}/v1/identifications/filter`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${stage.token}`,
        "content-type": "application/json",
        "return-total-count": "true",
      },
      body: JSON.stringify({ createdUtc: { from } }),
    });
    expect(response.headers.get("total-count")).toBe("1");
    expect(await response.json()).toMatchObject([{ status: "Approved" }]);
  });
});
