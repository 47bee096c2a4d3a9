import type { ScreeningGroup, ScreeningProperty, ScreeningSubject } from "@kyc-gateway/adapter-spec/v1";
import {
  keepDefined,
  normaliseSex,
  normaliseText,
  parseCountry,
  parseDate,
  parseName,
  readArray,
  readMember,
  readRecords,
  readString,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { readEntityType } from "./entity-type.ts";

const types: Readonly<Record<string, ScreeningProperty["type"]>> = {
  list: "list",
  date: "date",
  url: "url",
};
const longestValue = 10_000;

function readProperty(record: UnknownRecord): readonly ScreeningProperty[] {
  const name = normaliseText(readMember(record, "propertyName"));
  const value = readMember(record, "value");
  const texts = (Array.isArray(value) ? readArray(record, "value") : [value])
    .map((item) => normaliseText(item, longestValue))
    .filter((text) => text !== undefined && text !== "");
  if (name === undefined || texts.length === 0) return [];
  return [{ name, type: types[readString(record, "type") ?? ""] ?? "text", values: texts as string[] }];
}

function readGroup(record: UnknownRecord): readonly ScreeningGroup[] {
  const name = normaliseText(readMember(record, "groupName"));
  if (name === undefined) return [];
  const entries = readRecords(record, "details").map((detail) =>
    keepDefined({
      name: normaliseText(readMember(detail, "detailName")),
      properties: readRecords(detail, "properties").flatMap(readProperty),
    }),
  );
  return [{ name, entries }];
}

/** get-screening-person-details, translated. What is in a list is no claim: nothing of it was verified. */
export function readSubject(subjectId: string, record: UnknownRecord): ScreeningSubject {
  const read = (key: string): unknown => readMember(record, key);
  const groups = readRecords(record, "extraDetails").flatMap(readGroup);
  return keepDefined({
    subjectId,
    entityType: readEntityType(record),
    givenName: parseName(read("firstName")).value,
    middleName: parseName(read("middleName")).value,
    familyName: parseName(read("lastName")).value,
    sex: normaliseSex(read("gender")),
    dateOfBirth: parseDate(read("birthdayTime")).value,
    nationality: parseCountry(read("nationality")).value,
    groups: groups.length === 0 ? undefined : groups,
  });
}
