import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { Route, Router, Switch } from "wouter";
import { createQueryClient } from "./api/query-client.ts";
import { LanguageProvider, useTranslate } from "./i18n/language.tsx";
import { Shell } from "./layout/shell.tsx";
import { OperatorGate } from "./operator/operator.tsx";
import { Empty } from "./ui/empty.tsx";
import { ErrorBoundary } from "./ui/error-boundary.tsx";
import { Skeleton } from "./ui/loaded.tsx";
import { Page } from "./ui/page.tsx";
import { ToastProvider } from "./ui/toasts.tsx";

/** Each screen is loaded when it is opened. */
const screens = {
  "/": lazy(() => import("./screens/overview/overview.tsx")),
  "/sessions": lazy(() => import("./screens/sessions/sessions.tsx")),
  "/sessions/:id": lazy(() => import("./screens/session/session.tsx")),
  "/review": lazy(() => import("./screens/review/review.tsx")),
  "/inbox": lazy(() => import("./screens/inbox/inbox.tsx")),
  "/inbox/:id": lazy(() => import("./screens/inbox/delivery.tsx")),
  "/providers": lazy(() => import("./screens/providers/providers.tsx")),
  "/routing": lazy(() => import("./screens/routing/routing.tsx")),
  "/analytics": lazy(() => import("./screens/analytics/analytics.tsx")),
  "/analytics/sessions": lazy(() => import("./screens/analytics/counted-sessions.tsx")),
  "/audit": lazy(() => import("./screens/audit/audit.tsx")),
  "/settings": lazy(() => import("./screens/settings/settings.tsx")),
} as const;

export function App(): ReactNode {
  const [queries] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <Router base="/console">
          <ToastProvider>
            <OperatorGate>
              <Shell>
                <Screens />
              </Shell>
            </OperatorGate>
          </ToastProvider>
        </Router>
      </LanguageProvider>
    </QueryClientProvider>
  );
}

function Screens(): ReactNode {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Skeleton />}>
        <Switch>
          {Object.entries(screens).map(([path, Screen]) => (
            <Route key={path} path={path}>
              <Screen />
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

function NotFound(): ReactNode {
  const translate = useTranslate();
  return (
    <Page title={translate("common.notFound")}>
      <Empty title={translate("common.notFoundWhat")} />
    </Page>
  );
}
