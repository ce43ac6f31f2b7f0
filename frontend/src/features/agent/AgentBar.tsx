/* On every screen of an agent: the call while there is one, else the state. It also drives the softphone, and leads to
   the call when one comes. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useLive } from '#shared/live/useLive.ts';
import { PhoneBar } from '#shared/softphone/PhoneBar.tsx';
import { softphone } from '#shared/softphone/softphone.ts';
import { openCall, useDesk, useDeskUpdate } from './desk.ts';
import { StateBar } from './StateBar.tsx';

export default function AgentBar() {
  const desk = useDesk();
  const { refresh } = useDeskUpdate();
  const navigate = useNavigate();
  const call = openCall(desk.data);
  const shown = useRef<string>(undefined);
  useEffect(() => softphone.start(refresh));
  useEffect(() => softphone.follow(desk.data?.call), [desk.data?.call]);
  useLive('call.offered', refresh);
  useEffect(() => {
    if (!call || shown.current === call.id) return;
    shown.current = call.id;
    if (!isTyping()) void navigate({ to: '/gestion' });
  }, [call, navigate]);

  if (!desk.data) return null;
  if (!call) return <StateBar desk={desk.data} />;
  return (
    <PhoneBar call={call} quiet={call.step === 'identity' || call.step === 'reading'} onChanged={refresh} />
  );
}

/* A call never takes the focus from who is writing. */
function isTyping(): boolean {
  const active = document.activeElement;
  return active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
}
