let chip: HTMLElement | undefined;

/** Shows at the foot of the page the way back to the lab; `resume` takes it. */
export function showChip(resume: () => void, label = 'Reprendre le laboratoire'): void {
  chip?.remove();
  chip = document.createElement('section');
  chip.className = 'lab-chip';
  chip.ariaLabel = 'Laboratoire';
  const button = document.createElement('button');
  button.textContent = label;
  button.addEventListener('click', resume);
  chip.append(button);
  document.body.append(chip);
}

export function hideChip(): void {
  chip?.remove();
}
