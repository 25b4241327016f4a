// Keys, the switches of the rail, and small helps for forms. Everything here also works without it, by links and buttons.
const root = document.documentElement;

const keysDialog = document.getElementById('keys');
const keysButton = document.querySelector('[data-keys]');
keysButton.addEventListener('click', () => keysDialog.showModal());

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

document.querySelector('[data-appearance]').addEventListener('submit', event => {
  event.preventDefault();
  if (event.submitter?.name === 'rail') {
    const collapsed = root.dataset.rail !== 'collapsed';
    if (collapsed) root.dataset.rail = 'collapsed'; else delete root.dataset.rail;
    remember('rail', collapsed ? 'collapsed' : 'open');
  } else if (event.submitter?.name === 'theme') {
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    remember('theme', root.dataset.theme);
    window.dispatchEvent(new Event('appearance'));
  }
});

for (const form of document.querySelectorAll('[data-submit-on-change]')) {
  form.addEventListener('change', () => form.requestSubmit());
}

// Filters that are not set stay out of the address.
document.addEventListener('formdata', event => {
  if (!event.target.matches('[data-leave-out-empty], [data-submit-on-change]')) return;
  for (const [name, value] of [...event.formData]) {
    if (value === '') event.formData.delete(name);
  }
});

document.addEventListener('click', event => {
  for (const open of document.querySelectorAll('.custom-range[open]')) {
    if (!open.contains(event.target)) open.open = false;
  }
});

let waitingForTarget = 0;

function isTyping(target) {
  return target.closest?.('input, select, textarea, [contenteditable], dialog');
}

function goBack() {
  const back = document.querySelector('[data-back]');
  if (!back) return;
  const cameFromHere = document.referrer.startsWith(location.origin) && history.length > 1;
  if (cameFromHere && new URL(document.referrer).pathname === new URL(back.href).pathname) history.back();
  else location.assign(back.href);
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape' && !keysDialog.open) event.target.blur();
    return;
  }
  if (waitingForTarget && performance.now() - waitingForTarget < 1500) {
    waitingForTarget = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  switch (event.key) {
    case 'g': waitingForTarget = performance.now(); break;
    case '?': keysDialog.showModal(); break;
    case '/': {
      const filter = document.querySelector('[data-filter]') ?? document.getElementById('app');
      if (filter) {
        event.preventDefault();
        filter.focus();
        filter.select?.();
      }
      break;
    }
    case 'Escape': goBack(); break;
  }
});
