import type { Geolocation, ScreeningMatch, TechnicalDetails } from "@kyc-gateway/adapter-spec/v1";
import {
  keepDefined,
  keepDefinedOrNothing,
  normaliseText,
  parseCountry,
  parseIdentifier,
  parseName,
  parseNumber,
  parseScore,
  readMember,
  readRecord,
  readRecords,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

function readMatch(match: UnknownRecord, outOf: 1 | 100): ScreeningMatch {
  return keepDefined({
    name: parseName(readMember(match, "name")).value,
    score: parseScore(readMember(match, "score"), outOf),
    subjectId: parseIdentifier(readMember(match, "personId")).value,
    reviewStatus: normaliseText(readMember(match, "reviewStatus")),
  });
}

/** Hits in screening lists. Scores go to 100 in the screening methods; a list of fractions is taken as it is. */
export function readScreeningMatches(body: UnknownRecord): readonly ScreeningMatch[] | undefined {
  const matches = readRecords(body, "screeningMatches");
  if (matches.length === 0) return undefined;
  const highest = Math.max(...matches.map((match) => parseNumber(readMember(match, "score")) ?? 0));
  return matches.map((match) => readMatch(match, highest > 1 ? 100 : 1));
}

/** Where the applicant said to be: a list, or a single place. */
export function readGeolocations(body: UnknownRecord): readonly Geolocation[] | undefined {
  const single = readRecord(body, "geolocation");
  const places = single === undefined ? readRecords(body, "geolocation") : [single];
  const geolocations = places
    .map((place) =>
      keepDefinedOrNothing({
        latitude: parseNumber(readMember(place, "latitude")),
        longitude: parseNumber(readMember(place, "longitude")),
        address: normaliseText(readMember(place, "address")),
      }),
    )
    .filter((geolocation) => geolocation !== undefined);
  return geolocations.length === 0 ? undefined : geolocations;
}

/** The applicant's device. */
export function readTechnicalDetails(body: UnknownRecord): TechnicalDetails | undefined {
  const details = readRecord(body, "technicalDetails");
  return keepDefinedOrNothing({
    remoteAddress: normaliseText(readMember(details, "remoteAddress")),
    userAgent: normaliseText(readMember(details, "userAgent")),
    country: parseCountry(readMember(details, "countryCode")).value,
  });
}
