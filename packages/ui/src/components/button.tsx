// Buttons: small lenses of glass. Their look is in styles/controls.css.
import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

/** `final`: a deed that can't be undone, in its last confirmation. */
type Look = 'plain' | 'primary' | 'danger' | 'final' | 'quiet';

interface ButtonProps extends Omit<ButtonHTMLAttributes, 'class' | 'icon' | 'size'> {
  look?: Look;
  icon?: IconName;
  wide?: boolean;
  children: ComponentChildren;
}

export function Button({ look = 'plain', icon, wide, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} class={`button ${look}${wide ? ' wide' : ''}`}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes, 'class' | 'icon' | 'label'> {
  look?: Look;
  icon: IconName;
  /** What it does, for everybody who can't see the drawing; also its tooltip. */
  label: string;
}

export function IconButton({ look = 'quiet', icon, label, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} class={`button icon-button ${look}`} aria-label={label} title={label}>
      <Icon name={icon} />
    </button>
  );
}
