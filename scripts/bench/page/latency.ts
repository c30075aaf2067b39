/** Runs in the page: how long from something that is done to what it changes being painted. All times in ms. */

/** Once the frame that is being made is on the screen: the next task comes after its painting. */
const painted = (): Promise<number> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(undefined);
  });

const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A worker that sends back what it gets, shown in the next frame: what no lab can be faster than. */
export async function echoFloor(runs: number): Promise<number[]> {
  const source = 'onmessage = ({ data }) => postMessage(data);';
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const shown = document.createElement('pre');
  document.body.append(shown);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    await rest(50 + (run % 17));
    const start = performance.now();
    const data = await new Promise<Uint8Array>((resolve) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.postMessage(new TextEncoder().encode(`${run}`));
    });
    await frame();
    shown.textContent = new TextDecoder().decode(data);
    times.push((await painted()) - start);
  }
  worker.terminate();
  shown.remove();
  return times;
}

/** Clicks, and waits until the first terminal's rows match. xterm changes them within a frame. */
async function clickTo(button: HTMLElement, pattern: RegExp): Promise<number> {
  const rows = document.querySelector('.xterm-rows') as HTMLElement;
  const matches = (): boolean => pattern.test(rows.textContent ?? '');
  const start = performance.now();
  const changed = new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if (!matches()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(rows, { childList: true, subtree: true, characterData: true });
  });
  button.click();
  await changed;
  return (await painted()) - start;
}

declare global {
  /** Clears the first terminal, as Ctrl+L does. Given by the bench. */
  function clearTerminal(): Promise<void>;
}

/** Clicks on the page's first « Essayer » again and again; `pattern` is what must be painted then. */
export async function essayTimes(runs: number, pattern: string): Promise<number[]> {
  const figure = document.querySelector('#essai-1') as HTMLElement;
  const button = figure.querySelector('[data-essayer-run]') as HTMLElement;
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    await clearTerminal();
    await rest(200 + (run % 17));
    times.push(await clickTo(button, new RegExp(pattern)));
    while (button.ariaBusy === 'true') await rest(20);
  }
  return times;
}

/** Scrolls the list of exchanges to its end and back, a bit in each frame; the tasks that took more than 50 ms. */
export async function scrollExchanges(): Promise<{ rows: number; longTasks: number[] }> {
  const list = document.querySelector('.exchange-list') as HTMLElement;
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((entries) => {
    longTasks.push(...entries.getEntries().map(({ duration }) => duration));
  });
  observer.observe({ type: 'longtask' });
  const step = list.clientHeight / 3;
  for (const direction of [1, -1]) {
    for (let scrolled = 0; scrolled < list.scrollHeight; scrolled += step) {
      list.scrollTop += step * direction;
      await frame();
    }
  }
  await rest(100);
  observer.disconnect();
  return { rows: list.childElementCount, longTasks };
}
