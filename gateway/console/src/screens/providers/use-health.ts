import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, unwrap, type Schemas } from "../../api/client.ts";

/** How all connections do, as the replica that answers sees it. */
export function useHealth(): UseQueryResult<Schemas["ConnectionHealthList"]> {
  return useQuery({
    queryKey: ["connections", "health"],
    queryFn: () => unwrap(api.GET("/admin/v1/connection-health")),
    refetchInterval: 10_000,
  });
}
