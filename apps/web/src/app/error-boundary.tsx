import { Component, type ReactNode } from 'react';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice } from '#ui/notice.tsx';

type Props = { children: ReactNode /** Another place means another try. */; place: string };

/** Keeps a page that breaks from taking the whole app along. */
export class ErrorBoundary extends Component<Props, { brokenAt: string | null }> {
  override state: { brokenAt: string | null } = { brokenAt: null };

  override componentDidCatch(): void {
    this.setState({ brokenAt: this.props.place });
  }

  static getDerivedStateFromError(): { brokenAt: string } {
    return { brokenAt: '' };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.brokenAt !== null && before.place !== this.props.place) this.setState({ brokenAt: null });
  }

  override render(): ReactNode {
    if (this.state.brokenAt === null) return this.props.children;
    return (
      <ErrorNotice
        title={words.shell.broken}
        action={<Button onClick={() => location.reload()}>{words.shell.reload}</Button>}
      >
        {words.shell.brokenHelp}
      </ErrorNotice>
    );
  }
}
