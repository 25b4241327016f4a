import { keys, parse, read, remove, write } from './store.js';

// What is to be sent waits here, an entry each, until the API has it: through reloads and hours offline. An entry is named by its time in microseconds, so they
// are sent in the order of what the user did, one after another. Every one has an id of its own: sent twice it counts once.
const mostEntries = 100;
const mostCharacters = 65536;
const mostAge = 7 * 86400e3; // No token lives longer.
const longestWait = 300e3;
const answerLimit = 15e3;
const mostFailures = 5;
const busyElsewhere = 1000; // What another tab has sent and removed is still to be seen here for a moment.

const listeners = new Map();
const underway = new Map();
let number = 0;
let failures = 0;
let timer;
let running = false;
let wanted = false;

export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');

const ageOf = key => Date.now() - key.split(':')[1] / 1000;

function queued() {
  const all = keys('q:');
  all.filter(key => ageOf(key) > mostAge).forEach(key => end(key, 'refused'));
  return all.filter(read);
}

function end(key, outcome) {
  remove(key);
  listeners.get(key)?.(outcome);
  listeners.delete(key);
}

/** Events give way before what a user said. */
function makeRoom() {
  for (;;) {
    const all = queued();
    if (all.length <= mostEntries && all.reduce((sum, key) => sum + read(key).length, 0) <= mostCharacters) return;
    end(all.find(key => key.endsWith('events')) ?? all[0], 'refused');
  }
}

/**
 * Queues a body for a path of the API and begins to send.
 * @param listen is told 'saved' while it waits, and in the end 'sent' or 'refused'
 * @param atOnce the page may be gone in a moment: out of turn, without waiting for another tab
 */
export function send({ api, key }, path, body, { listen, atOnce } = {}) {
  const name = `q:${Date.now() * 1000 + number++}:${newId()}:${path}`;
  write(name, JSON.stringify({ api, key, path, body }));
  if (listen) listeners.set(name, listen);
  makeRoom();
  if (atOnce) deliver(name);
  else flush();
}

/** Sends what waits. Tabs take turns; where the browser cannot say whose turn it is, the ids make a double harmless. */
export async function flush() {
  wanted = true;
  if (running) return;
  running = true;
  while (wanted) {
    wanted = false;
    try {
      await navigator.locks.request('quality-feedback', { ifAvailable: true }, lock => lock ? sendAll() : later(busyElsewhere));
    } catch {
      await sendAll();
    }
  }
  running = false;
}

async function sendAll() {
  const wait = Math.min(read('wait') - Date.now(), 3600e3);
  if (wait > 0) later(wait);
  else for (let next; (next = queued()[0]) && (await deliver(next)););
  const left = new Set(queued());
  for (const [key, listen] of [...listeners]) {
    if (left.has(key)) listen('saved');
    else end(key, 'sent'); // by another tab
  }
}

/** Whether the next one may follow. */
function deliver(key) {
  if (!underway.has(key)) underway.set(key, attempt(key).finally(() => underway.delete(key)));
  return underway.get(key);
}

async function attempt(key) {
  const item = parse(read(key));
  if (!item) {
    end(key, 'sent'); // by another tab, in between
    return true;
  }
  let response;
  try {
    // keepalive: it goes on when the page is closed.
    response = await fetch(item.api + 'v1/' + item.path, {
      method: 'POST', keepalive: true, credentials: 'omit', signal: AbortSignal.timeout(answerLimit),
      headers: { 'Content-Type': 'application/json', 'X-Api-Key': item.key }, body: JSON.stringify(item.body),
    });
  } catch {
    later(backoff());
    return false;
  }
  const { ok, status } = response;
  // What was refused would be refused again, and what makes the API fail every time must not hold up the rest.
  item.failures = (item.failures ?? 0) + (status === 500);
  if (ok || (status < 500 && status !== 408 && status !== 429) || item.failures >= mostFailures) {
    failures = 0;
    end(key, ok ? 'sent' : 'refused');
    return true;
  }
  write(key, JSON.stringify(item));
  const wait = Math.max(response.headers.get('Retry-After') * 1000 || 0, backoff());
  write('wait', Date.now() + wait);
  later(wait);
  return false;
}

const backoff = () => Math.min(longestWait, 1000 * 2 ** failures++) * (0.5 + Math.random() / 2);

function later(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(flush, milliseconds);
}

addEventListener('online', flush);
flush();
