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

document.querySelector('[data-shortcuts-switch]').addEventListener('change', event => {
  if (event.target.checked) delete root.dataset.shortcuts; else root.dataset.shortcuts = 'off';
  remember('shortcuts', event.target.checked ? 'on' : 'off');
});

document.addEventListener('change', event => event.target.closest('[data-submit-on-change]')?.requestSubmit());

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

// What htmx could not fetch leaves the page as it is: an error answer has nothing in it to swap in.
const trouble = document.getElementById('trouble');

function say(text) {
  if (trouble.textContent === text) return;
  trouble.textContent = text;
  trouble.hidden = text === '';
}

document.addEventListener('htmx:finally:request', ({ detail: { ctx } }) => {
  if (ctx.response === undefined) {
    if (!/AbortError/.test(ctx.status)) say('The Reviewer does not answer. What you see may be out of date.');
  } else if (ctx.response.status < 400 || ctx.swap !== 'none') {
    say('');
  } else {
    say(ctx.response.status === 503 ? 'The Feedback API does not answer. What you see may be out of date.' : 'That did not work. Load the page again.');
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
  if (root.dataset.shortcuts === 'off' && event.key.length === 1) return;
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

function isTouched(control) {
  if (control instanceof HTMLSelectElement) return control.value !== ([...control.options].find(option => option.defaultSelected) ?? control.options[0])?.value;
  return control.matches('input:not([type=hidden])') && control.value !== control.defaultValue;
}

// By itself htmx starts a timer later, which may be after somebody's first key.
window.htmx.process(document.body);

// What was chosen or typed before this script ran counts too.
for (const form of document.querySelectorAll('[data-submit-on-change], [data-leave-out-empty]')) {
  if ([...form.elements].some(isTouched)) form.requestSubmit();
}
root.dataset.ready = 'true';
