/** The looks of a runnable block: what Expressive Code puts into the pages' style sheet. Colours are the site's own variables. */
export const styles = `
.frame.essayer { scroll-margin-top: 6rem; }
.frame.essayer .code[data-prompt]::before {
  content: attr(data-prompt) ' ';
  color: var(--essayer-prompt, currentColor);
  opacity: .65;
  user-select: none;
}
.essayer-bar {
  position: relative; z-index: 2;
  display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem;
  padding: .4rem .75rem;
  border: 1px solid var(--ec-brdCol, currentColor); border-top: 0;
  font-size: .8125rem;
}
.essayer-run {
  padding: .3rem .9rem; border: 0; border-radius: .3rem;
  background: var(--sl-color-accent); color: var(--sl-color-text-invert);
  font: inherit; font-weight: 600; cursor: pointer;
}
.essayer-step { border: 0; border-radius: 0.35rem; padding: 0.35rem 0.4rem; background: none; color: var(--sl-color-text-accent); font: inherit; font-size: var(--sl-text-sm); cursor: pointer; }
.essayer-step:hover { text-decoration: underline; }
.essayer-run:focus-visible, .essayer-step:focus-visible, .essayer-anchor:focus-visible { outline: 2px solid var(--sl-color-accent); outline-offset: 2px; }
.essayer-where { color: var(--sl-color-gray-2); }
.essayer-done { color: var(--sl-color-text-accent); font-weight: 600; }
.essayer-done::before { content: '✓ '; }
.essayer-run[aria-busy] { background: var(--sl-color-accent-low); color: var(--sl-color-white); cursor: progress; }
.essayer-anchor { display: grid; place-items: center; min-width: 1.5rem; min-height: 1.5rem; margin-inline-start: auto; color: var(--sl-color-gray-3); text-decoration: none; }
.essayer-expected { border: 1px solid var(--ec-brdCol, currentColor); border-top: 0; }
.essayer-expected > summary { padding: .4rem .75rem; font-size: .8125rem; cursor: pointer; }
.essayer-output { margin: 0; padding: .6rem .75rem; overflow-x: auto; font-size: .8125rem; line-height: 1.5; }
.essayer-line { display: block; min-height: 1lh; background: none; color: inherit; white-space: pre; }
mark.essayer-line { background: var(--essayer-mark, color-mix(in srgb, var(--sl-color-accent) 18%, transparent)); }
@media print { .essayer-run, .essayer-step, .essayer-anchor { display: none; } }
@media (scripting: none) { .essayer-run, .essayer-step { display: none; } }
`;
