/** What the OpenAPI document says beside the routes. */
export const openApiHead = {
  openapi: "3.1.0",
  info: {
    title: "KYC gateway",
    summary: "One KYC API for all products, over many providers.",
    description: [
      "Ask for a flow, hand the applicant the launch URL, read one normalised answer.",
      "Errors are `application/problem+json`: decide by `code`, and repeat when `retryable` is true, after `Retry-After`.",
      "Whatever its route, a request that is wrong in itself gets `malformed_request`, `malformed_body`, `headers_too_large`, `payload_too_large`, `unsupported_media_type`, `request_timeout` or `route_not_found`. A body is JSON in UTF-8, uncompressed, and names no member twice.",
      "Every answer has `X-Request-Id`; quote it when you ask.",
    ].join("\n\n"),
    license: { name: "Proprietary", identifier: "LicenseRef-Proprietary" },
  },
  servers: [{ url: "/", description: "This gateway" }],
  tags: [
    { name: "Sessions", description: "Verification attempts." },
    { name: "Applicants", description: "The people verified." },
    { name: "Events", description: "What happened: pulled from a feed, or posted to you." },
    { name: "Providers", description: "Where providers post." },
    { name: "Administration", description: "What is configured, for operators with keys of their own." },
    { name: "Operations", description: "For operators and their machines." },
    { name: "Kvary", description: "The routes of the integration that this gateway replaces." },
  ],
  security: [{ apiKey: [] }],
  components: {
    securitySchemes: {
      apiKey: { type: "http" as const, scheme: "bearer", description: "An API key of your product." },
      operatorKey: { type: "http" as const, scheme: "bearer", description: "An operator's key." },
      consoleSession: {
        type: "apiKey" as const,
        in: "cookie" as const,
        name: "__Host-kyc_console",
        description:
          "A session of the console, from `POST /console/session`. Over plain http it is called `kyc_console`.",
      },
      endUser: {
        type: "http" as const,
        scheme: "bearer",
        bearerFormat: "JWT",
        description: "The end user's token.",
      },
    },
  },
};
