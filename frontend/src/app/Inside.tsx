import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { FirstPassword } from '#features/auth/FirstPassword.tsx';
import { live } from '#shared/live/hub.ts';
import { followLive } from '#shared/live/rules.ts';
import { useUser } from '#shared/session/session.ts';
import { liveRules } from './features.ts';
import { makeRouter } from './router.tsx';

export default function Inside() {
  const { must_change_password } = useUser();
  return must_change_password ? <FirstPassword /> : <Work />;
}

function Work() {
  const { role } = useUser();
  const client = useQueryClient();
  const router = useMemo(() => makeRouter(role), [role]);
  useEffect(() => {
    const stop = followLive(client, liveRules);
    live.start();
    return () => {
      stop();
      live.stop();
    };
  }, [client]);
  return <RouterProvider router={router} />;
}
