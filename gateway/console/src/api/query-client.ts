import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./client.ts";

const selfKey = ["self"];

/** A session that has ended shows at the first request: who asks is looked at anew, and asked to sign in. */
export function createQueryClient(): QueryClient {
  const lookAgain = (error: Error): void => {
    if (error instanceof ProblemError && error.problem.status === 401)
      void client.invalidateQueries({ queryKey: selfKey });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        if (queryKey[0] !== selfKey[0]) lookAgain(error);
      },
    }),
    mutationCache: new MutationCache({ onError: lookAgain }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      },
    },
  });
  return client;
}

function isWorthRetrying(error: Error): boolean {
  return !(error instanceof ProblemError) || (error.problem.retryable && error.problem.status >= 500);
}
