// The numbers of the pipeline, live by server-sent events; says so when the connection is lost.
const live = document.getElementById('live');
const redis = document.getElementById('redis');
const count = new Intl.NumberFormat('en', { useGrouping: true });

function number(value) {
  return value === undefined || value === null ? 'unknown' : count.format(value).replaceAll(',', '\u202f');
}

function duration(seconds) {
  if (seconds === undefined || seconds === null) return 'none';
  if (seconds < 1) return 'under 1 s';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

function show(field, text) {
  const place = document.querySelector(`[data-field="${field}"]`);
  if (place && place.textContent !== text) place.textContent = text;
}

function say(state, text) {
  if (live.dataset.state === state) return;
  live.dataset.state = state;
  live.textContent = text;
}

function update({ status }) {
  show('pending', number(status.pending));
  show('oldest', duration(status.oldestPendingSeconds));
  show('lag', number(status.streamLag));
  show('inFlight', number(status.streamInFlight));
  show('ingested', number(status.rates.ingestedPerMinute));
  show('scored', number(status.rates.scoredPerMinute));
  show('held', number(status.held));
  show('orphaned', number(status.orphaned));
  redis.hidden = status.streamLag !== undefined && status.streamLag !== null;
  const letters = document.getElementById('dead-letters');
  // What is replayed leaves the list, or fails again and then stays in it: the number alone does not tell.
  const changing = letters && (Number(letters.dataset.count) !== status.deadLetters || letters.querySelector('[data-replaying]'));
  // An open list is not pulled away from under somebody's hands.
  if (changing && !letters.contains(document.activeElement)) {
    letters.dataset.count = status.deadLetters;
    letters.dispatchEvent(new Event('refresh'));
  }
}

// A page that was made during an outage has no numbers to update; the way out of it is its button.
if (document.querySelector('[data-field]')) {
  say('connecting', 'Connecting');
  const source = new EventSource(live.dataset.stream);
  source.addEventListener('status', event => {
    say('live', 'Live');
    update(JSON.parse(event.data));
  });
  source.addEventListener('outage', () => say('lost', 'The Feedback API does not answer. These are the last numbers; trying again.'));
  source.addEventListener('error', () => say('lost', 'Connection lost. These are the last numbers; trying again.'));
  window.addEventListener('pagehide', () => source.close());
  window.addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
} else {
  live.hidden = true;
}
