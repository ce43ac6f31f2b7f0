/* The call bar of the back office: the same softphone, without the agents' 350 s. */
import { useEffect } from 'react';
import { useLive } from '#shared/live/useLive.ts';
import { PhoneBar } from '#shared/softphone/PhoneBar.tsx';
import { softphone } from '#shared/softphone/softphone.ts';
import { useOfficeCall } from './officeCall.ts';

export default function OfficeBar() {
  const { call, set, refresh } = useOfficeCall();
  useEffect(() => softphone.start(refresh));
  useEffect(() => softphone.follow(call), [call]);
  useLive('call.offered', (event) => set((event.data as { call_id?: string }).call_id));
  if (!call || call.state === 'ended') return null;
  return <PhoneBar call={call} timed={false} onChanged={refresh} />;
}
