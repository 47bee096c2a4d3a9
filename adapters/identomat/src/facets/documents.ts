import type {
  DocumentExtract,
  DocumentSide,
  Documents,
  PictureType,
  ReadableDocument,
} from "@kyc-gateway/adapter-spec/v1";
import {
  AdapterError,
  asRecord,
  collectClaims,
  normaliseWord,
  parseIdentifier,
  readRecord,
  readString,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { WidgetOperation } from "../client/operation.ts";
import { createShapeError } from "../client/external-result.ts";
import { readIdentityDocument } from "../report/identity-document.ts";
import { readPerson } from "../report/person.ts";
import { hasPersonFacts } from "../report/presence.ts";
import { readPersonOfSides } from "../report/sides.ts";
import type { FacetContext } from "./facet-context.ts";

type Type = ReadableDocument["type"];

/** "Processing an image": a method for each side. */
const operations: Readonly<Record<Type, Partial<Record<DocumentSide, WidgetOperation>>>> = {
  id_card: { front: "card/front/", back: "card/back/" },
  driver_license: { front: "license/front/", back: "license/back/" },
  residence_permit: { front: "residence/front/", back: "residence/back/" },
  passport: { page: "passport/" },
};

/** What can be read. */
export const readableDocuments: readonly ReadableDocument[] = (Object.keys(operations) as Type[]).map(
  (type) => ({
    type,
    sides: Object.keys(operations[type]) as DocumentSide[],
  }),
);

/** "A JPEG image file to be uploaded." */
export const pictureTypes: readonly PictureType[] = ["image/jpeg"];

/** The flat fields of a side become members that the report's readers know. */
function toResultBody(body: UnknownRecord, type: Type, side: DocumentSide): UnknownRecord {
  const { person } = body;
  const scanned = type === "passport" ? { passport: body } : { [`${type}_${side}`]: body };
  return { document_type: type, person, ...scanned };
}

function readExtract(body: UnknownRecord, type: Type, side: DocumentSide): DocumentExtract {
  const result = toResultBody(body, type, side);
  const person = hasPersonFacts(result) ? readPerson(result) : readPersonOfSides(result);
  const { type: _type, ...document } = readIdentityDocument(result) as Record<string, unknown>;
  const facts = collectClaims({ person, document });
  const flaws = readFlaws(readRecord(body, "person"));
  if (facts === undefined) return { flaws: [...flaws, { code: "fields_missing" }] };
  return { claims: { ...facts, document: { type, ...facts.document } }, flaws };
}

function readFlaws(person: UnknownRecord | undefined): DocumentExtract["flaws"] {
  const status = readString(person, "status");
  if (status === undefined || normaliseWord(status) === "fields_match") return [];
  const code = normaliseWord(status) === "fields_mismatch" ? "fields_mismatch" : "other";
  return [{ code, raw: sanitiseWord(status) }];
}

/** The seven methods that read a picture. A bare string is an error of the picture: which there are is not documented. */
export function createDocuments({ client }: FacetContext): Documents {
  return {
    read: async (picture, { type, side }, call) => {
      const operation = operations[type][side];
      if (operation === undefined) {
        const message = `this provider reads no ${side} of a ${type}`;
        throw new AdapterError({ code: "unsupported", message, requestSent: false });
      }
      const { body } = await client.post({ operation, files: { image: picture }, call });
      if (typeof body === "string") return { flaws: [{ code: "unreadable", raw: sanitiseWord(body) }] };
      const record = asRecord(body);
      const hasTrace = parseIdentifier(record?.["requestId"]).value !== undefined;
      if (record === undefined || (!hasTrace && asRecord(record["person"]) === undefined))
        throw createShapeError(operation, "a document that was read");
      return readExtract(record, type, side);
    },
  };
}
