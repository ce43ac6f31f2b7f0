import type { Shape } from '#shared/i18n/catalogue.ts';
import type { es } from './texts.es.ts';

export const en: Shape<typeof es> = {
  skip: 'Skip to content',
  main: 'Main',
  search: 'Search',
  keys: 'Keys',
  notices: 'Notices',
  nextPanel: 'Go to the next panel',
  live: { on: 'Live', hint: 'Data to the second', off: 'Reconnecting' },
  cut: {
    since: (time) => `No connection since ${time}.`,
    goOn: 'You can go on typing.',
    retryIn: (seconds) => `Next try in ${seconds} s.`,
    retrying: 'Trying…',
    back: 'Online again.',
    saved: (n) => (n === 1 ? '1 change was saved.' : `${n} changes were saved.`),
  },
  overlay: {
    title: 'Keys of this screen',
    everywhere: 'On every screen',
    none: 'This screen has no keys of its own.',
  },
  palette: { title: 'Search an action or a screen', goTo: 'Go to', none: 'Nothing matches.' },
  error: {
    title: 'This screen failed',
    text: 'What was saved is still saved. Open it again; if it repeats, give the code to your supervisor.',
    outdated: 'There is a new version',
    outdatedText: 'This screen has changed. Finish what is open and load the page again.',
    again: 'Open again',
    home: 'Go home',
  },
  missing: { title: 'This screen does not exist', text: 'Or your role does not use it.' },
  nothing: { title: 'Your role has no screens yet', text: 'Tell your administrator.' },
  offline: { title: 'We could not connect', text: 'The server does not answer. This page is still here.' },
};
