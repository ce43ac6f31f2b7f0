import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem } from '../api/problem.ts';
import { setPreferences } from '../i18n/preferences.ts';
import { listenToKeys } from '../keys/listen.ts';
import type { Action } from '../keys/registry.ts';
import { useActions } from '../keys/useActions.ts';
import { ActionButton, Why } from './Button.tsx';
import { Choices } from './Choices.tsx';
import { Dialog } from './Dialog.tsx';
import { ErrorSummary } from './ErrorSummary.tsx';
import { TextField } from './Field.tsx';
import { Skeleton } from './States.tsx';

let stop: () => void;
let refused: string[];

beforeEach(() => {
  setPreferences({ language: 'es', theme: 'system', density: 'auto' });
  refused = [];
  stop = listenToKeys((action) => refused.push(action.id));
});
afterEach(() => {
  stop();
  cleanup();
});

const press = (key: string, init: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...init });

function OneAction({ action }: { action: Action }) {
  useActions([action]);
  return (
    <>
      <ActionButton action={action} why="beside" />
      <Why action={action} />
    </>
  );
}

describe('an action', () => {
  it('does the same by its key and by its button, and says its key to assistive technology', () => {
    const run = vi.fn();
    render(<OneAction action={{ id: 'go', label: 'Seguir', key: 'Ctrl+Enter', run }} />);
    const button = screen.getByRole('button', { name: 'Seguir' });
    expect(button.getAttribute('aria-keyshortcuts')).toBe('Control+Enter');
    fireEvent.click(button);
    press('Enter', { ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('that cannot be used stays visible with its reason, and its key does nothing else', () => {
    const run = vi.fn();
    render(
      <OneAction
        action={{ id: 'go', label: 'Seguir', key: 'F8', enabled: false, whyDisabled: 'Falta algo', run }}
      />,
    );
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Seguir' });
    expect(button.disabled).toBe(true);
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '');
    expect(reason?.textContent).toBe('Falta algo');
    press('F8');
    expect([run.mock.calls.length, refused]).toEqual([0, ['go']]);
  });

  it('cannot be started again while it runs', async () => {
    let finish = () => {};
    const run = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    render(<OneAction action={{ id: 'go', label: 'Seguir', key: 'F8', run }} />);
    act(() => void press('F8'));
    expect(screen.getByRole('button').getAttribute('aria-disabled')).toBe('true');
    press('F8');
    fireEvent.click(screen.getByRole('button'));
    expect(run).toHaveBeenCalledTimes(1);
    await act(() => {
      finish();
      return Promise.resolve();
    });
    expect(screen.getByRole('button').getAttribute('aria-disabled')).toBeNull();
  });

  it('rests under a dialog, and goes when its screen goes', () => {
    const run = vi.fn();
    const page = <OneAction action={{ id: 'go', label: 'Seguir', key: 'F8', run }} />;
    const { rerender } = render(page);
    rerender(
      <>
        {page}
        <Dialog title="Confirme">x</Dialog>
      </>,
    );
    press('F8');
    rerender(<p>x</p>);
    press('F8');
    expect(run).not.toHaveBeenCalled();
  });
});

it('Alt and a number choose, from inside a text box, without taking the focus away', () => {
  const chosen: string[] = [];
  render(
    <>
      <TextField label="Nota" />
      <Choices
        keys
        legend="Motivo"
        value={undefined}
        onChange={(value) => chosen.push(value)}
        options={[
          { value: 'price', label: 'Muy caro' },
          { value: 'other', label: 'Otro' },
        ]}
      />
    </>,
  );
  const note = screen.getByLabelText('Nota');
  note.focus();
  press('2', { code: 'Digit2', altKey: true });
  expect([chosen, document.activeElement]).toEqual([['other'], note]);
});

describe('the error summary', () => {
  const problem = new Problem(422, {
    code: 'invalid',
    errors: [{ field: 'issue_date', code: 'in_future' }],
    request_id: '7f3a0117aa',
  });
  const form = (count: number) => (
    <>
      <ErrorSummary
        problem={problem}
        count={count}
        fields={{ issue_date: { id: 'd', label: 'Fecha de expedición' } }}
      />
      <TextField id="d" label="Fecha de expedición" />
    </>
  );

  it('takes the focus, again for the same problem, and leads to the field', () => {
    const { rerender } = render(form(1));
    const summary = screen.getByRole('alert');
    expect(document.activeElement).toBe(summary);
    fireEvent.click(screen.getByRole('link', { name: 'Fecha de expedición: no puede ser posterior a hoy' }));
    expect(document.activeElement).toBe(screen.getByLabelText('Fecha de expedición'));
    rerender(form(2));
    expect(document.activeElement).toBe(summary);
    expect(summary.textContent).toContain('7F3A-0117');
  });
});

it('a skeleton waits 300 ms before it shows', () => {
  vi.useFakeTimers();
  render(<Skeleton />);
  act(() => void vi.advanceTimersByTime(299));
  expect(screen.queryByRole('status')).toBeNull();
  act(() => void vi.advanceTimersByTime(1));
  expect(screen.getByRole('status').textContent).toBe('Cargando');
  vi.useRealTimers();
});
