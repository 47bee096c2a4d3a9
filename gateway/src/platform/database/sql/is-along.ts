/**
 * With an order by the same column: equal, along the one index that has that order. By a mere equality the planner may take
 * any index, while it believes the table empty, and the plan is kept.
 */
export const isAlong = (column: string, value: string): string => `${column} between ${value} and ${value}`;
