/**
 * In its screen-reader mode xterm leaves text that comes without a key (« é » of an input method, dictation) to the text area,
 * for readers to announce, and never sends it (CoreBrowserTerminal.ts, `_inputEvent`). This sends it.
 * `type` is called with such text while `active` says so.
 */
export function sendKeylessText(area: HTMLTextAreaElement, active: () => boolean, type: (text: string) => void): void {
  let keyIsDown = false;
  const note = ({ type: kind }: KeyboardEvent): void => {
    keyIsDown = kind === 'keydown';
  };
  area.addEventListener('keydown', note, { capture: true });
  area.addEventListener('keyup', note, { capture: true });
  area.addEventListener('input', (event) => {
    const { data, inputType } = event as InputEvent;
    if (active() && !keyIsDown && data && inputType === 'insertText') type(data);
  });
}
