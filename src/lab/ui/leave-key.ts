/** What a key pressed in a terminal means for the way out of it. */
export type KeyMeaning = 'stays' | 'leaves-forward' | 'leaves-backward';

const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'];

/**
 * Escape, then Tab, leaves a terminal (Shift+Tab: backwards); Tab alone completes. Escape itself goes to the program all the same.
 * Returns the listener of the terminal's keydowns.
 */
export function leaveKey(): (key: string, shift: boolean) => KeyMeaning {
  let armed = false;
  return (key, shift) => {
    if (MODIFIERS.includes(key)) return 'stays';
    const leaves = armed && key === 'Tab';
    armed = key === 'Escape';
    if (!leaves) return 'stays';
    return shift ? 'leaves-backward' : 'leaves-forward';
  };
}
