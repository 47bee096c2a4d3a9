/** A file of a stranger's making: shown by no browser as a page, kept by no cache. */
export const attachmentHeaders = {
  "cache-control": "no-store",
  "content-disposition": "attachment",
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
};
