import { Component, type ReactNode } from 'react';
import { startAfresh } from './reload.ts';
import { WallScreen } from './wall-screen.tsx';
import { WallSentence } from './wall-sentence.tsx';
import { wallWords as words } from './words.ts';

/** Catches errors of a wall: it shows them, and starts afresh by itself, because nobody comes to a wall. */
export class WallGuard extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(): void {
    startAfresh();
  }

  override render(): ReactNode {
    if (!this.state.isBroken) return this.props.children;
    return (
      <WallScreen idle>
        <WallSentence mark="unknown" title={words.broken} loud>
          {words.brokenHelp}
        </WallSentence>
      </WallScreen>
    );
  }
}
