import { useInfiniteQuery, type UseQueryResult } from "@tanstack/react-query";

interface CursorPage<Row> {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

interface Pages<Row> extends Pick<UseQueryResult<readonly Row[]>, "data" | "error" | "refetch"> {
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

/** A list by cursor: what was loaded so far, and how to get more. */
export function usePages<Row>(
  queryKey: readonly unknown[],
  load: (cursor: string | undefined) => Promise<CursorPage<Row>>,
): Pages<Row> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  return {
    data: query.data?.pages.flatMap(({ items }) => items),
    error: query.error,
    refetch: query.refetch as unknown as Pages<Row>["refetch"],
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
  };
}
