import { Icon, type IconName } from './icon.tsx';

interface ActionProps {
  readonly label: string;
  readonly icon?: IconName;
  /** Only the icon is seen; the label is what is said, and the tip. */
  readonly bare?: boolean;
  readonly main?: boolean;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  onClick(): void;
}

/** A button of the dock. */
export function Action({ label, icon, bare, main, disabled, pressed, onClick }: ActionProps) {
  return (
    <button
      type="button"
      class={`lab-action${bare ? ' bare' : ''}${main ? ' main' : ''}`}
      disabled={disabled}
      aria-pressed={pressed}
      aria-label={bare ? label : undefined}
      title={bare ? label : undefined}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {!bare && label}
    </button>
  );
}
