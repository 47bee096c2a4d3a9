import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo, type ReactNode } from "react";
import { api, ProblemError, unwrap, type Schemas } from "../api/client.ts";
import { Loaded } from "../ui/loaded.tsx";
import { SignIn } from "./sign-in.tsx";

/** The operator who is signed in. */
export interface Operator {
  readonly name: string;
  readonly role: Schemas["OperatorRole"];
  /** Whether the role may call an operation. The gateway refuses by itself: this only leaves out what it would refuse. */
  readonly may: (operation: string) => boolean;
}

const OperatorContext = createContext<Operator | undefined>(undefined);

const selfKey = ["self"] as const;

/** What is below it is for operators: others are asked to sign in. */
export function OperatorGate({ children }: { readonly children: ReactNode }): ReactNode {
  const query = useQuery({
    queryKey: selfKey,
    queryFn: () => unwrap(api.GET("/admin/v1/me")),
    retry: false,
    staleTime: Infinity,
  });
  const self = query.data;
  const operator = useMemo(() => self && describeOperator(self), [self]);
  if (query.error instanceof ProblemError && query.error.problem.status === 401) return <SignIn />;
  return (
    <Loaded query={query}>{() => <OperatorContext value={operator}>{children}</OperatorContext>}</Loaded>
  );
}

function describeOperator({ name, role, permissions }: Schemas["OperatorSelf"]): Operator {
  const allowed = new Set(permissions);
  return { name, role, may: (operation) => allowed.has(operation) };
}

export function useOperator(): Operator {
  const operator = useContext(OperatorContext);
  if (operator === undefined) throw new Error("useOperator needs an OperatorGate above it.");
  return operator;
}
