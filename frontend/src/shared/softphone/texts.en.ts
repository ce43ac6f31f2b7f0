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
  unknown: 'Customer',
  refused: 'There is no microphone',
  refusedHelp:
    'The browser may not use the microphone, or it was unplugged. Plug it in, allow it beside the address and try again.',
  tryAgain: 'Try again',
};
