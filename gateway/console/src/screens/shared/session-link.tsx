import type { ReactNode } from "react";
import { Link } from "wouter";

export function SessionLink({ id }: { readonly id: string | null }): ReactNode {
  return id === null ? null : (
    <Link className="mono" href={`/sessions/${id}`}>
      {id}
    </Link>
  );
}
