/* The call bar of whoever has a call: who, time, recording, levels, mute and hang up, at the same place everywhere. */
import { useEffect, useRef, type ReactNode } from 'react';
import { api, ok } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { useCommand } from '../api/useCommand.ts';
import { formatPhone, formatSpan } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import type { Action } from '../keys/registry.ts';
import { useActions } from '../keys/useActions.ts';
import { Banner } from '../ui/Banner.tsx';
import { ActionButton, Button } from '../ui/Button.tsx';
import { CallBar } from '../ui/CallBar.tsx';
import { CallTimer } from '../ui/CallTimer.tsx';
import l from '../ui/layout.module.css';
import { LevelMeter, Levels, RecordingBox, RecordingStatus } from '../ui/Recording.tsx';
import { Status } from '../ui/Status.tsx';
import { useNow } from '../useNow.ts';
import { softphone } from './softphone.ts';
import { phoneTexts } from './texts.ts';
import { useSoftphone } from './useSoftphone.ts';

type Call = components['schemas']['Call'];

interface PhoneBarProps {
  call: Call;
  facts?: ReactNode; /* beside the phone; else city and campaign */
  quiet?: boolean; /* identity and reading: the timer hurries nobody */
  timed?: boolean; /* against the agents' 350 s */
  reading_ms?: number; /* since when the contract is read: no mute then, it must be heard */
  onChanged: () => void;
}

export function PhoneBar({ call, facts, quiet = false, timed = true, reading_ms, onChanged }: PhoneBarProps) {
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
    enabled: talking && phone.holder && phone.microphone === 'ready',
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
  const muting = reading_ms === undefined;
  useActions(muting ? [mute, repeat, end] : [repeat, end]);
  useEffect(() => {
    if (!muting) softphone.mute(false);
  }, [muting]);
  const started_ms = call.connected_at ?? call.offered_at ?? call.dialed_at;
  const place = [call.city, call.campaign_name].filter(Boolean).join(' · ');
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
            <span className={l.clip}>{facts ?? place}</span>
          </>
        }
        timer={
          timed && started_ms !== undefined ? (
            <CallTimer
              startedAt_ms={started_ms}
              quiet={quiet}
              {...(call.ended_at === undefined ? {} : { endedAt_ms: call.ended_at })}
            />
          ) : undefined
        }
        recording={
          talking ? <PhoneRecording {...(reading_ms === undefined ? {} : { reading_ms })} /> : undefined
        }
        tools={
          <>
            {muting && <ActionButton action={mute} icon="mic" pressed={phone.muted} />}
            {phone.canRepeat && <ActionButton action={repeat} icon="rotate" square />}
            <ActionButton action={end} variant="danger" icon="hangUp" />
          </>
        }
      />
      <SoundBanner inCall={talking} />
    </>
  );
}

/* What keeps a call from being heard, and what to do about it. */
export function SoundBanner({ inCall }: { inCall: boolean }) {
  const t = useTexts(phoneTexts);
  const { microphone, blocked, holder } = useSoftphone();
  if (microphone === 'refused')
    return (
      <Banner
        tone="bad"
        live="alert"
        round={false}
        title={t.refused}
        action={<Button onClick={() => void softphone.tryAgain()}>{t.tryAgain}</Button>}
      >
        {t.refusedHelp}
      </Banner>
    );
  if (inCall && holder && blocked)
    return (
      <Banner tone="bad" live="alert" round={false} title={t.blocked}>
        {t.blockedHelp}
      </Banner>
    );
  return null;
}

const METER_MS = 100;

function PhoneRecording({ reading_ms }: { reading_ms?: number }) {
  const t = useTexts(phoneTexts);
  const { holder, recording } = useSoftphone();
  const now_ms = useNow();
  if (!holder) return <Status shape="wait">{t.elsewhere}</Status>;
  const reading = reading_ms !== undefined && recording.kind === 'recording';
  return (
    <RecordingBox>
      <RecordingStatus state={recording} {...(reading ? { reading_ms } : {})} />
      {recording.kind === 'silenced' ? (
        <span className={l.meta}>{t.silencedFor(formatSpan(now_ms - recording.since_ms))}</span>
      ) : reading ? (
        <span className={l.meta}>{t.neverMuted}</span>
      ) : (
        <Levels>
          <PhoneLevel voice="agent" />
          <PhoneLevel voice="customer" />
        </Levels>
      )}
    </RecordingBox>
  );
}

/* The voice's level as it is, ten times a second, without drawing anything anew. */
export function PhoneLevel({ voice }: { voice: 'agent' | 'customer' }) {
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      if (meter.current) meter.current.value = softphone.levels()[voice];
    }, METER_MS);
    return () => clearInterval(timer);
  }, [voice]);
  return <LevelMeter voice={voice} meterRef={meter} />;
}
