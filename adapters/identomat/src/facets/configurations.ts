import type {
  AccountConfiguration,
  CheckKind,
  Configurations,
  DocumentType,
} from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  isAdapterError,
  keepDefined,
  normaliseText,
  parseNumber,
  readArray,
  readMember,
  readRecord,
  readRecords,
  readString,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { createShapeError, postForRecord } from "../client/external-result.ts";
import type { Flow } from "../flow/flow.schema.ts";
import { checksOfStep } from "../flow/step-checks.table.ts";
import { resultDocumentTypes } from "../session/document-types.ts";
import type { FacetContext } from "./facet-context.ts";

const minuteMs = 60_000;

/** Those of a video call too. */
function listSteps(record: UnknownRecord): readonly UnknownRecord[] {
  return readRecords(record, "steps").flatMap((step) => [step, ...readRecords(step, "steps")]);
}

function readChecks(steps: readonly UnknownRecord[]): readonly CheckKind[] {
  const kinds = steps.flatMap((step) => checksOfStep(readString(step, "type") ?? "") ?? []);
  return [...new Set(kinds)];
}

function readDocumentTypes(steps: readonly UnknownRecord[]): readonly DocumentType[] {
  const words = steps.flatMap((step) => {
    const flags = readRecord(step, "flags");
    return [...readArray(flags, "documentTypes"), ...readArray(flags, "document_types")];
  });
  const types = words
    .filter((word) => typeof word === "string")
    .map((word) => resultDocumentTypes.translate(word).code);
  return [...new Set(types)];
}

function readConfiguration(id: string, record: UnknownRecord): AccountConfiguration {
  const general = readRecord(record, "general");
  const lifetime = parseNumber(readMember(general, "sessionLifetime"));
  const steps = listSteps(record);
  const documentTypes = readDocumentTypes(steps);
  const unknownSteps = steps
    .map((step) => readString(step, "type") ?? "")
    .filter((type) => checksOfStep(type) === undefined)
    .map(sanitiseWord);
  return keepDefined({
    id,
    name: normaliseText(readMember(record, "name")),
    sessionLifetimeMs: lifetime !== undefined && lifetime > 0 ? lifetime * minuteMs : undefined,
    language: normaliseText(readMember(general, "language")),
    checks: Array.isArray(readMember(record, "steps")) ? readChecks(steps) : undefined,
    documentTypes: documentTypes.length === 0 ? undefined : documentTypes,
    unknownSteps: unknownSteps.length === 0 ? undefined : unknownSteps,
  });
}

/** get-session-config. Its only documented refusal, `wrong-parameters`, is what an unknown id gets. */
export function createConfigurations({ client }: FacetContext): Configurations<Flow> {
  return {
    findId: ({ configId }) => configId,
    read: async (id, call) => {
      const operation = "get-session-config";
      const parameters = { sessionConfigId: id };
      const record = await postForRecord(client, { operation, parameters, call }).catch(explainUnknown);
      if (readString(record, "id") !== id) throw createShapeError(operation, "the configuration asked for");
      return readConfiguration(id, record);
    },
  };
}

function explainUnknown(error: unknown): never {
  if (!isAdapterError(error) || error.providerCode !== "wrong-parameters") throw error;
  const { message, providerCode } = error;
  throw new AdapterError({ code: "not_found", message, providerCode });
}
