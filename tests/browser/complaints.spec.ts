/* What the other tests rely on: whatever a browser complains of fails the test. */
import { expect } from '@playwright/test';
import { noComplaints, test } from './person.ts';

const complaints = [
  {
    what: 'something that the content security policy forbids',
    said: 'Content Security Policy',
    provoke: () => {
      document.body.append(
        Object.assign(document.createElement('img'), { src: 'http://elsewhere.localhost/x.png' }),
      );
    },
  },
  {
    what: 'an error on the console',
    said: 'something is wrong',
    provoke: () => console.error('something is wrong'),
  },
  {
    what: 'an error that nobody caught',
    said: 'nobody caught this',
    provoke: () => {
      setTimeout(() => {
        throw new Error('nobody caught this');
      });
    },
  },
  {
    what: 'a request that the server refuses',
    said: 'status of 40',
    provoke: () => {
      void fetch('/api/v1/agents/me');
    },
  },
];

test('whatever a browser complains of fails the test', async ({ come }) => {
  const person = await come('quality');
  for (const { what, said, provoke } of complaints) {
    await person.page.evaluate(provoke);
    await expect.poll(() => person.complaints(), what).not.toEqual([]);
    expect(() => noComplaints([person]), what).toThrow(said);
    person.forgive();
  }
});
