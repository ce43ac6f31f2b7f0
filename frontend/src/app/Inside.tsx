import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { live } from '#shared/live/hub.ts';
import { followLive } from '#shared/live/rules.ts';
import { useUser } from '#shared/session/session.ts';
import { liveRules } from './features.ts';
import { makeRouter } from './router.tsx';

export default function Inside() {
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
