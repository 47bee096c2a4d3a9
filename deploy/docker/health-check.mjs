// Ends with 0 while the process lives. It never asks the database: a container that waits for its database is not to be replaced.
const { KYC_OPERATIONS_PORT, PORT } = process.env;
const port = [KYC_OPERATIONS_PORT, PORT].find(Boolean) ?? "4030";
const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
process.exit(answer?.ok === true ? 0 : 1);
