import { reservePort } from "./ports.mjs";

const simulated = {
  companyKey: "simulated-company-key",
  secretKey: "simulated-secret-key",
  callbackApiKey: "simulated-callback-api-key",
  kvaryCompanyKey: "simulated-kvary-company-key",
  kvaryCallbackApiKey: "simulated-kvary-callback-api-key",
  clientId: "simulated-client",
  clientSecret: "simulated-client-secret",
  webhookSecret: "simulated-webhook-secret",
  setupId: "3fa85f64-5717-4562-b3fc-2c963f66afa6",
};

/** What is known before anything runs: where the gateway will be, and which providers are simulated, on which ports. */
export async function planDemo(environment, usualPorts = { identomat: 4501, ondato: 4502 }) {
  const host = readVariable(environment, "HOST") ?? "127.0.0.1";
  const port = await reservePort(Number(readVariable(environment, "PORT") ?? 4030), host);
  const address = `http://${host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host}:${port}`;
  const isAccountReal = readVariable(environment, "IDENTOMAT_COMPANY_KEY") !== undefined;
  const identomat = {
    provider: "identomat",
    port: usualPorts.identomat,
    options: simulateIdentomat(address),
  };
  const ondato = { provider: "ondato", port: usualPorts.ondato, options: simulateOndato(address) };
  return { address, port, isAccountReal, simulators: isAccountReal ? [ondato] : [identomat, ondato] };
}

/** What the gateway is told of its providers, once the simulators' URLs are known. */
export function planConnections(environment, { isAccountReal, urls }) {
  return {
    kvary: isAccountReal ? pickAccount(environment) : describeKvaryAccount(urls.identomat),
    connections: {
      identomat: isAccountReal ? readAccount(environment) : describeIdentomat(urls.identomat),
      ondato: describeOndato(urls.ondato),
    },
    ondatoFlow: { setupId: simulated.setupId },
  };
}

/** Set to nothing is not set. */
export function readVariable(environment, name) {
  return environment[name] === "" ? undefined : environment[name];
}

/** The variables of a real account, as Kvary's service knew them. */
function pickAccount(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith("IDENTOMAT_")));
}

function readAccount(environment) {
  const { IDENTOMAT_SECRET_KEY: secretKey, IDENTOMAT_BASE_URL: baseUrl } = environment;
  const callbackApiKey = environment.IDENTOMAT_CALLBACK_API_KEY;
  return {
    companyKey: environment.IDENTOMAT_COMPANY_KEY,
    ...(secretKey ? { secretKey } : {}),
    ...(baseUrl ? { baseUrl } : {}),
    ...(callbackApiKey ? { callbackApiKeys: [callbackApiKey] } : {}),
    ...(environment.IDENTOMAT_VERIFY_WEBHOOK === "false" ? { acceptUnauthenticatedCallbacks: true } : {}),
  };
}

function describeIdentomat(url) {
  const { companyKey, secretKey, callbackApiKey } = simulated;
  return { companyKey, secretKey, callbackApiKeys: [callbackApiKey], baseUrl: `${url}/external-api` };
}

/** The Kvary routes have an account of their own: its callbacks go to another path. */
function describeKvaryAccount(url) {
  return {
    IDENTOMAT_BASE_URL: `${url}/external-api`,
    IDENTOMAT_COMPANY_KEY: simulated.kvaryCompanyKey,
    IDENTOMAT_SECRET_KEY: simulated.secretKey,
    IDENTOMAT_CALLBACK_API_KEY: simulated.kvaryCallbackApiKey,
    IDENTOMAT_VERIFY_WEBHOOK: "true",
  };
}

function describeOndato(url) {
  const { clientId, clientSecret, webhookSecret } = simulated;
  return {
    environment: "sandbox",
    hosts: { token: url, idv: url, kyc: url, page: url },
    clientId,
    clientSecret,
    webhook: { scheme: "hmac", secrets: [webhookSecret] },
  };
}

function simulateIdentomat(address) {
  const { companyKey, secretKey, callbackApiKey, kvaryCompanyKey, kvaryCallbackApiKey } = simulated;
  const demo = { name: "demo", companyKey, secretKey, callbackApiKey };
  const kvary = {
    name: "kvary",
    companyKey: kvaryCompanyKey,
    secretKey,
    callbackApiKey: kvaryCallbackApiKey,
  };
  return {
    companies: [
      { ...demo, callbackUrl: `${address}/webhooks/identomat/demo-identomat` },
      { ...kvary, callbackUrl: `${address}/api/webhooks/identomat` },
    ],
  };
}

function simulateOndato(address) {
  const { clientId, clientSecret, webhookSecret, setupId } = simulated;
  const application = {
    name: "demo",
    applicationId: "0736cd0c-0000-4000-8000-000000000001",
    clientId,
    clientSecret,
  };
  const webhookAuthentication = { kind: "hmac", secret: webhookSecret };
  const webhookUrl = `${address}/webhooks/ondato/demo-ondato`;
  return { applications: [{ ...application, setupIds: [setupId], webhookUrl, webhookAuthentication }] };
}
