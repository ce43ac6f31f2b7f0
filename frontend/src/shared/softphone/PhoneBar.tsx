/* The call bar of whoever has a call: who, time, recording, levels, mute and hang up, at the same place everywhere. */
import { useEffect, useRef } from 'react';
import { api, ok } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { useCommand } from '../api/useCommand.ts';
import { formatPhone } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import type { Action } from '../keys/registry.ts';
import { useActions } from '../keys/useActions.ts';
import { Banner } from '../ui/Banner.tsx';
import { ActionButton, Button } from '../ui/Button.tsx';
import { CallBar } from '../ui/CallBar.tsx';
import { CallTimer } from '../ui/CallTimer.tsx';
import { LevelMeter, Levels, RecordingBox, RecordingStatus } from '../ui/Recording.tsx';
import { Status } from '../ui/Status.tsx';
import { softphone } from './softphone.ts';
import { phoneTexts } from './texts.ts';
import { useSoftphone } from './useSoftphone.ts';

type Call = components['schemas']['Call'];

interface PhoneBarProps {
  call: Call;
  quiet?: boolean; /* identity and reading: the timer hurries nobody */
  timed?: boolean; /* against the agents' 350 s */
  onChanged: () => void;
}

export function PhoneBar({ call, quiet = false, timed = true, onChanged }: PhoneBarProps) {
  const t = useTexts(phoneTexts);
  const phone = useSoftphone();
  const hangUp = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/calls/{id}/hangup', { params: { path: { id: call.id }, header: headers } })),
    onDone: onChanged,
    onProblem: onChanged,
  });
  const talking = call.state === 'talking';
  const mute: Action = {
    id: 'phone.mute',
    label: phone.muted ? t.muted : t.mute,
    key: 'F4',
    through: true,
    enabled: talking && phone.holder,
    run: () => softphone.toggleMute(),
  };
  const end: Action = {
    id: 'phone.hangup',
    label: t.hangUp,
    through: true,
    enabled: talking,
    run: () => hangUp.run(undefined),
  };
  const repeat: Action = {
    id: 'phone.repeat',
    label: t.repeat,
    enabled: talking && phone.canRepeat,
    run: () => softphone.repeat(),
  };
  useActions([mute, end, repeat]);
  const started_ms = call.connected_at ?? call.offered_at ?? call.dialed_at;
  return (
    <>
      <CallBar
        label={t.call}
        name={call.customer_name ?? t.unknown}
        facts={
          <>
            <Status shape={talking ? 'talking' : 'wait'} plain>
              {talking ? t.talking : call.state === 'ended' ? t.over : t.connecting}
            </Status>
            {call.phone && <span>{formatPhone(call.phone)}</span>}
            {call.city && <span>{call.city}</span>}
          </>
        }
        timer={
          timed &&
          started_ms !== undefined && (
            <CallTimer
              startedAt_ms={started_ms}
              quiet={quiet}
              {...(call.ended_at === undefined ? {} : { endedAt_ms: call.ended_at })}
            />
          )
        }
        recording={talking && <PhoneRecording />}
        tools={
          <>
            {phone.canRepeat && <ActionButton action={repeat} icon="rotate" square />}
            <ActionButton action={mute} icon="mic" pressed={phone.muted} />
            <ActionButton action={end} variant="danger" icon="phone" />
          </>
        }
      />
      {phone.microphone === 'refused' && (
        <Banner
          tone="bad"
          live="alert"
          round={false}
          title={t.refused}
          action={<Button onClick={() => void softphone.prepare()}>{t.tryAgain}</Button>}
        >
          {t.refusedHelp}
        </Banner>
      )}
    </>
  );
}

const METER_MS = 100;

function PhoneRecording() {
  const t = useTexts(phoneTexts);
  const phone = useSoftphone();
  const agent = useRef<HTMLMeterElement>(null);
  const customer = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      const levels = softphone.levels();
      if (agent.current) agent.current.value = levels.agent;
      if (customer.current) customer.current.value = levels.customer;
    }, METER_MS);
    return () => clearInterval(timer);
  }, []);
  if (!phone.holder) return <Status shape="wait">{t.elsewhere}</Status>;
  return (
    <RecordingBox>
      <RecordingStatus state={phone.recording} />
      <Levels>
        <LevelMeter voice="agent" meterRef={agent} />
        <LevelMeter voice="customer" meterRef={customer} />
      </Levels>
    </RecordingBox>
  );
}
