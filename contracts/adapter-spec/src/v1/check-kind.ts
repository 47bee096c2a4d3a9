/** What a check looked at. Closed; declared in the manifest, so that routing knows what a provider can do. */
export type CheckKind =
  | "document"
  | "document_authenticity"
  | "capture"
  | "age"
  | "face_match"
  | "liveness"
  | "address"
  | "phone"
  | "email"
  | "geolocation"
  | "questionnaire"
  | "screening"
  | "registry"
  | "fraud"
  | "human_review"
  | "video_call"
  | "other";
