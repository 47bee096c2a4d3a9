import { Type } from "@sinclair/typebox";
import { withDefault } from "./with-default.ts";

const role = "(viewer|support|reviewer|administrator)";

/** The operators' console and how operators sign in to it, as members of the configuration's schema. */
export const consoleVariables = {
  KYC_CONSOLE: withDefault(
    Type.Union([Type.Literal("public"), Type.Literal("operations"), Type.Literal("off")], {
      description:
        "where the operators' console is served, at /console: public is PORT, operations is KYC_OPERATIONS_PORT, which then also answers operators' requests; off: nowhere",
    }),
    "public",
  ),
  KYC_CONSOLE_URL: Type.Optional(
    Type.String({
      pattern: "^https?://[^/]+$",
      "x-allowed":
        "an http or https URL without a path or a slash at its end, such as https://console.example.com",
      description:
        "URL at which operators' browsers reach the console, without a path; default, where KYC_CONSOLE is public: KYC_PUBLIC_URL",
    }),
  ),
  KYC_CONSOLE_OIDC_ISSUER: Type.Optional(
    Type.String({
      pattern: "^https?://[^/?#@\\s]+(/[^?#\\s]*)?$",
      "x-allowed": "an http or https URL, exactly as the provider's discovery document has it",
      description:
        "issuer of the OpenID Connect provider that operators sign in to the console with; register <console's URL>/console/oidc/callback there; production takes https alone",
    }),
  ),
  KYC_CONSOLE_OIDC_CLIENT_ID: Type.Optional(
    Type.String({ minLength: 1, description: "id of the client that is registered at the provider" }),
  ),
  KYC_CONSOLE_OIDC_CLIENT_SECRET: Type.Optional(
    Type.String({ minLength: 1, description: "secret of the client that is registered at the provider" }),
  ),
  KYC_CONSOLE_OIDC_CLIENT_SECRET_FILE: Type.Optional(
    Type.String({
      minLength: 1,
      description: "file that holds the client's secret, instead of KYC_CONSOLE_OIDC_CLIENT_SECRET",
    }),
  ),
  KYC_CONSOLE_OIDC_SCOPE: withDefault(
    Type.String({
      pattern: "^([!-~]+ )*openid( [!-~]+)*$",
      "x-allowed": "scopes separated by spaces, openid among them",
      description: "scopes that are asked for; some providers tell groups only for a scope of their own",
    }),
    "openid profile email",
  ),
  KYC_CONSOLE_OIDC_ROLE_CLAIM: withDefault(
    Type.String({
      minLength: 1,
      description:
        "claim of the ID token, or else of the user information, that holds the values of KYC_CONSOLE_OIDC_ROLES: a text or a list of texts",
    }),
    "roles",
  ),
  KYC_CONSOLE_OIDC_ROLES: Type.Optional(
    Type.String({
      pattern: `^[^,]+=${role}(,[^,]+=${role})*$`,
      "x-allowed":
        "value=role, separated by commas, such as kyc-admins=administrator,kyc-support=support; roles: viewer, support, reviewer, administrator",
      description:
        "role for each value of the claim; of several the highest counts, and who has none of them is refused",
    }),
  ),
};
