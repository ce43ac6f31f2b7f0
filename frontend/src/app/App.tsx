import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { ExpiredDialog } from '#features/auth/ExpiredDialog.tsx';
import { LoginScreen } from '#features/auth/LoginScreen.tsx';
import { asProblem } from '#shared/api/problem.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { listenToKeys } from '#shared/keys/listen.ts';
import { useSession } from '#shared/session/session.ts';
import { Skeleton } from '#shared/ui/States.tsx';
import { ToastRegion } from '#shared/ui/ToastRegion.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import { ErrorBoundary } from './ErrorScreen.tsx';

/* What only those who are logged in need comes with the log-in, not before it. */
const Inside = lazy(() => import('./Inside.tsx'));

export function App() {
  const { language } = usePreferences();
  useEffect(
    () => listenToKeys((action) => showToast({ tone: 'warn', text: action.whyDisabled ?? action.label })),
    [],
  );
  return (
    <I18nProvider locale={language === 'es' ? 'es-ES' : 'en-US'}>
      <ErrorBoundary>
        <Session />
      </ErrorBoundary>
      <ToastRegion />
    </I18nProvider>
  );
}

function Session() {
  const state = useSession();
  if (state.phase === 'starting') return <Skeleton />;
  if (state.phase === 'out') return <LoginScreen problem={state.problem} />;
  return (
    <>
      <Everything key={state.user.id} />
      {state.phase === 'expired' && <ExpiredDialog user={state.user} />}
    </>
  );
}

/* Nothing of one person's data stays in memory for the next. */
function Everything() {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      <Suspense fallback={<Skeleton />}>
        <Inside />
      </Suspense>
    </QueryClientProvider>
  );
}

/* Queries grow old by live events, never by the clock or by the window's focus: nothing polls. */
function makeClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (count, error) => count < 2 && asProblem(error).outcomeUnknown,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
