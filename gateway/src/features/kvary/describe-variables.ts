/** The help text of the variables that the Kvary integration had. */
export const kvaryVariablesHelp = `Kvary compatibility (none, or these together):
  JWT_SECRET                     signs the end users' tokens, at least 32 characters
  JWT_JWKS_URL                   instead of it: where the public keys are (RS256, PS256, ES256, EdDSA)
  JWT_ISSUER, JWT_AUDIENCE       what tokens must say; optional with JWT_SECRET, needed with JWT_JWKS_URL
  IDENTOMAT_COMPANY_KEY          the account's company key
  IDENTOMAT_CALLBACK_API_KEY     the key inside its callbacks
  IDENTOMAT_SECRET_KEY           signs our requests; optional
  IDENTOMAT_BASE_URL             where its API is; optional
  IDENTOMAT_VERIFY_WEBHOOK       false takes callbacks unchecked; refused in production`;
