import type { CSSProperties, ReactNode } from 'react';
import './wall.css';

type WallScreenProps = {
  /** Whether nobody moves the pointer, which then hides. */
  idle?: boolean;
  style?: CSSProperties;
  children: ReactNode;
};

/** The whole screen, whatever stands on it. */
export function WallScreen({ idle = false, style, children }: WallScreenProps) {
  return (
    <main
      className={`fixed inset-0 overflow-hidden bg-black text-s leading-[1.3] text-text ${idle ? 'cursor-none' : ''}`}
      style={style}
    >
      {children}
    </main>
  );
}

/** The part that moves by a little against burn-in. */
export const shifted =
  '[transform:translate(calc(var(--shift-x,0)*0.1vh),calc(var(--shift-y,0)*0.1vh))] motion-safe:[transition:transform_2s_linear]';
