// A tinted line that needs attention: what is the matter, and beside it what can be done.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface NoteProps {
  tone: 'warn' | 'bad' | 'calm' | 'ok';
  icon: IconName;
  children: ComponentChildren;
  action?: ComponentChildren;
}

export function Note({ tone, icon, children, action }: NoteProps) {
  return (
    <div class={`note ${tone}`}>
      <Icon name={icon} />
      <p aria-live="polite">{children}</p>
      {action}
    </div>
  );
}
