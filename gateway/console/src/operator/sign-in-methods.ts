import { useQuery } from "@tanstack/react-query";

/** Where the sign-in at the organisation's own identity provider begins. */
export const organisationSignIn = "/console/oidc/login";

/** Whether the organisation's own sign-in is offered. A gateway that does not say so takes operator keys alone. */
export function useOrganisationSignIn(): boolean {
  const { data } = useQuery({
    queryKey: ["sign-in-methods"],
    queryFn: readMethods,
    retry: false,
    staleTime: Infinity,
  });
  return data?.includes("oidc") ?? false;
}

async function readMethods(): Promise<readonly unknown[]> {
  const answer = await fetch("/console/sign-in-methods");
  const body = answer.ok ? ((await answer.json()) as { readonly methods?: unknown }) : {};
  return Array.isArray(body.methods) ? (body.methods as readonly unknown[]) : [];
}
