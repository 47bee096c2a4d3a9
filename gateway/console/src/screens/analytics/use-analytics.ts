import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, given, unwrap, type Schemas } from "../../api/client.ts";

export type AnalyticsRow = Schemas["AnalyticsRow"];
type Report = Schemas["AnalyticsReport"];

const hourMs = 3_600_000;

/** How far back, and how long a bucket is. */
export const periods = {
  day: { ms: 24 * hourMs, granularity: "hour" },
  week: { ms: 7 * 24 * hourMs, granularity: "day" },
  month: { ms: 30 * 24 * hourMs, granularity: "day" },
} as const;
export type Period = keyof typeof periods;

interface AnalyticsRequest {
  readonly period: Period;
  readonly tenant?: string | undefined;
  readonly rule?: string | undefined;
  readonly groupBy?: string | undefined;
}

export function useAnalytics({ period, ...filters }: AnalyticsRequest): UseQueryResult<Report> {
  return useQuery({
    queryKey: ["analytics", period, filters],
    queryFn: () => {
      const { ms, granularity } = periods[period];
      const from = new Date(Date.now() - ms).toISOString();
      return unwrap(
        api.GET("/admin/v1/analytics", { params: { query: given({ from, granularity, ...filters }) } }),
      );
    },
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
}
