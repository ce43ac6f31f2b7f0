/* When a screen cannot be shown. It says what is kept, gives the request code if there is one, and never reloads. */
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Component, type ReactNode } from 'react';
import { Problem } from '#shared/api/problem.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button, lookOf } from '#shared/ui/Button.tsx';
import { RequestCode } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty } from '#shared/ui/States.tsx';
import { Status } from '#shared/ui/Status.tsx';
import { appTexts } from './texts.ts';

/* A chunk of an older version is gone from the server. */
function isOutdated(error: unknown): boolean {
  return error instanceof TypeError && /module|import/i.test(error.message);
}

function ErrorScreen({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const t = useTexts(appTexts).error;
  const { text } = useProblemText();
  const problem = error instanceof Problem ? error : undefined;
  const outdated = isOutdated(error);
  return (
    <div className={l.page} role="alert">
      <div className={l.stackWide}>
        <h1>
          <Status shape="bad">{outdated ? t.outdated : t.title}</Status>
        </h1>
        <p>{problem ? text(problem) : outdated ? t.outdatedText : t.text}</p>
        {problem?.requestId && <RequestCode requestId={problem.requestId} />}
        <div className={l.row}>
          <Button variant="primary" onClick={onAgain}>
            {t.again}
          </Button>
          <a className={lookOf({})} href="/">
            {t.home}
          </a>
        </div>
      </div>
    </div>
  );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorScreen
      error={error}
      onAgain={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}

interface BoundaryState {
  readonly error: unknown;
}

/* For what fails outside a screen. */
export class ErrorBoundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <ErrorScreen error={this.state.error} onAgain={() => this.setState({ error: undefined })} />;
  }
}

export function NotFound() {
  const t = useTexts(appTexts);
  return (
    <Empty
      title={t.missing.title}
      action={
        <Link className={lookOf({})} to="/">
          {t.error.home}
        </Link>
      }
    >
      {t.missing.text}
    </Empty>
  );
}

export function NothingHere() {
  const t = useTexts(appTexts).nothing;
  return <Empty title={t.title}>{t.text}</Empty>;
}
