/** Up to and around `KYC_REQUEST_DEADLINE_MS` (10 s by default): what ran into it shows between the last two. */
export const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 9.5, 10.5];
/** Up to and around `KYC_PROVIDER_ATTEMPT_MS` (4 s by default). */
export const callSeconds = [0.1, 0.5, 1, 2, 3.5, 4.5];
/** Up to and around the waits for a database connection: 700 ms and 3 s. */
export const connectionSeconds = [0.001, 0.01, 0.1, 0.5, 1, 2.5, 3.5];
export const lagSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200];
/** Jobs have up to 20 s for a provider. */
export const jobSeconds = [0.01, 0.1, 0.5, 1, 5, 19, 21, 60, 300];
