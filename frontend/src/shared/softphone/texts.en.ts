import type { Shape } from '../i18n/catalogue.ts';
import type { es } from './texts.es.ts';

export const en: Shape<typeof es> = {
  call: 'Call under way',
  talking: 'On a call',
  connecting: 'Connecting',
  over: 'Over',
  mute: 'Mute',
  muted: 'Muted',
  hangUp: 'Hang up',
  repeat: 'Ask to repeat',
  elsewhere: 'The sound is in another tab',
  silencedFor: (span) => `${span}. Back once it is checked.`,
  neverMuted: 'Confirmed. It is never muted.',
  unknown: 'Customer',
  refused: 'There is no microphone.',
  refusedHelp:
    'The browser may not use it, or it was unplugged. Plug it in, allow it beside the address and try again.',
  blocked: 'The browser holds the sound back.',
  blockedHelp: 'Press a key or click on the page: the call is heard and recorded again.',
  tryAgain: 'Try again',
};
