/** Has the site kept for times without a network, and tells when a new version of it is there. */
async function keepSite(): Promise<void> {
  const root = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  const registration = await navigator.serviceWorker.register(`${root}sw.js`, { scope: root });
  if (registration.waiting) announce(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      // Without a controller it is the first version, which is simply there.
      if (installing.state === 'installed' && navigator.serviceWorker.controller) announce(installing);
    });
  });
}

/** The reader decides when: an experiment may be under way. */
function announce(waiting: ServiceWorker): void {
  const box = document.createElement('section');
  box.className = 'new-version';
  box.setAttribute('role', 'status');
  box.append(
    'Une nouvelle version du cours est prête.',
    button('La charger', () => change(waiting)),
  );
  box.append(button('Plus tard', () => box.remove()));
  document.body.append(box);
}

function button(label: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  element.addEventListener('click', act);
  return element;
}

function change(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage({ type: 'SKIP_WAITING' });
}

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // A browser that refuses (private windows, `file:`) has the site as long as it has the network.
  addEventListener('load', () => keepSite().catch(() => {}));
}
