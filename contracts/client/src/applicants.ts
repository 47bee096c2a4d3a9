import { readReason, readSignal, type AccessOptions, type CallOptions } from "./call-options.ts";
import { take, type Api } from "./transport/api.ts";
import type { Applicant, ApplicantExport, Erasure } from "./types.ts";

/** People, by your own ids. */
export interface Applicants {
  /** What is true of the person now, per flow. */
  get(applicantId: string, options?: CallOptions): Promise<Applicant>;
  /** Everything that is held about the person. */
  export(applicantId: string, options?: AccessOptions): Promise<ApplicantExport>;
  /** Erases everything about the person. */
  erase(applicantId: string, options?: AccessOptions): Promise<Erasure>;
  /** How far an erasure is; with a receipt when every provider is settled. */
  getErasure(erasureId: string, options?: CallOptions): Promise<Erasure>;
}

const at = (applicantId: string, options: AccessOptions) => ({
  params: { path: { applicantId } },
  headers: readReason(options),
  ...readSignal(options),
});

export function createApplicants({ json }: Api): Applicants {
  return {
    get: (id, options = {}) => take(json.GET("/v1/applicants/{applicantId}", at(id, options))),
    export: (id, options = {}) => take(json.GET("/v1/applicants/{applicantId}/export", at(id, options))),
    erase: (id, options = {}) => take(json.DELETE("/v1/applicants/{applicantId}", at(id, options))),
    getErasure: (erasureId, options = {}) =>
      take(json.GET("/v1/erasures/{erasureId}", { params: { path: { erasureId } }, ...readSignal(options) })),
  };
}
