import { createSecretKey, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createIvSource, createRandomSource } from "./sealed-bytes.ts";
import { createApplicants } from "./applicants.ts";

const tenantId = randomUUID();
const key = { id: randomUUID(), tenantId, secret: createSecretKey(Buffer.alloc(32, 1)) };

function createTestApplicants() {
  return createApplicants({
    takeIv: createIvSource(),
    takeKeyBytes: createRandomSource(32),
    keys: {
      current: () => key,
      lookup: () => key,
      byId: () => key,
      load: async () => undefined,
      addTenant: async () => undefined,
      settleTenant: () => undefined,
    },
  });
}

describe("an applicant", () => {
  it.each(["user-1", "", "x".repeat(255), "ნინო-\u{1F600}"])(
    "keeps the tenant's id %j with its key",
    (applicantId) => {
      const { id, wrappedKey } = createTestApplicants().offer(tenantId, applicantId);
      expect(createTestApplicants().open({ tenantId, applicantKeyId: id, wrappedKey })?.id).toBe(applicantId);
    },
  );

  it("whose key is gone from the database is gone, although it is still in memory", () => {
    const applicants = createTestApplicants();
    const { id, wrappedKey } = applicants.offer(tenantId, "user-1");
    const row = { tenantId, applicantKeyId: id };
    expect(applicants.open({ ...row, wrappedKey })?.id).toBe("user-1");
    expect(applicants.findKnown(id)?.id).toBe("user-1");
    expect(applicants.open({ ...row, wrappedKey: null })).toBeUndefined();
  });

  it("whose offered key was stored is known without opening it, and opens as what was stored", () => {
    const applicants = createTestApplicants();
    const offered = applicants.offer(tenantId, "user-1");
    expect(applicants.findKnown(offered.id)).toBeUndefined();
    applicants.keep(offered);
    const context = { table: "sessions", column: "sealed_launch", rowId: "1" };
    const sealed = applicants.findKnown(offered.id)?.sealer.sealJson(context, { url: "x" });
    applicants.forget();
    const { id: applicantKeyId, wrappedKey } = offered;
    const opened = applicants.open({ tenantId, applicantKeyId, wrappedKey });
    expect(opened?.id).toBe("user-1");
    expect(opened?.sealer.openJson(context, sealed ?? Buffer.of())).toEqual({ url: "x" });
  });

  it("is forgotten when told so", () => {
    const applicants = createTestApplicants();
    const { id, wrappedKey } = applicants.offer(tenantId, "user-1");
    applicants.open({ tenantId, applicantKeyId: id, wrappedKey });
    applicants.forget(id);
    expect(applicants.findKnown(id)).toBeUndefined();
  });

  it("has one hash and never the same key", () => {
    const applicants = createTestApplicants();
    const [first, second] = [applicants.offer(tenantId, "user-1"), applicants.offer(tenantId, "user-1")];
    expect(first.hash).toEqual(second.hash);
    expect(first.hash).not.toEqual(applicants.hash(tenantId, "user-2"));
    expect(first.wrappedKey.equals(second.wrappedKey)).toBe(false);
    expect(first.wrappedKey.includes("user-1")).toBe(false);
  });
});
