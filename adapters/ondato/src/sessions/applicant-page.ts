/** The applicant's page of an identity verification. */
export function locatePage(pageBase: string, id: string): string {
  return `${pageBase}/?id=${encodeURIComponent(id)}`;
}
