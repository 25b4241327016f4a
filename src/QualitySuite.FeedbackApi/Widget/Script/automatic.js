import { newId, send } from './queue.js';
import { target } from './settings.js';

// Events of images (and links) that say data-quality-generation: seen, for how long, downloaded, and what buttons with data-quality-event stand for.
const viewMilliseconds = 1000;
const attribute = 'data-quality-generation';
const subject = `[${attribute}]`;
const watched = new Map();

const toTarget = element => target(name => element.dataset['quality' + name.replace(/./, first => first.toUpperCase())]);

function sendEvent(to, type, value, atOnce) {
  if (to) send(to, 'events', { ...to.body, sessionKey: to.session, type, value, at: new Date().toISOString(), eventId: newId() }, { atOnce });
}

class Sight {
  constructor(element) {
    this.generation = element.dataset.qualityGeneration;
    this.to = toTarget(element);
    this.shown = 0;
  }

  update(inView = this.inView) {
    this.inView = inView;
    const visible = inView && !document.hidden;
    if (visible === (this.since !== undefined)) return;
    if (visible) {
      this.since = performance.now();
      if (!this.viewed) this.timer = setTimeout(() => { this.viewed = true; sendEvent(this.to, 'view'); }, viewMilliseconds);
    } else {
      clearTimeout(this.timer);
      this.shown += performance.now() - this.since;
      this.since = undefined;
    }
  }

  /** Sends how long it was visible since the last time. */
  settle() {
    this.update(false);
    if (this.shown >= viewMilliseconds) sendEvent(this.to, 'dwell', Math.min(86400, Math.round(this.shown / 100) / 10), true);
    this.shown = 0;
  }
}

// Half of the image, or, of one that is higher than the window, half of the window.
const observer = new IntersectionObserver(entries => {
  for (const { target: element, isIntersecting, intersectionRatio, intersectionRect } of entries) {
    watched.get(element)?.update(isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2));
  }
}, { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] });

function forget(element) {
  observer.unobserve(element);
  watched.get(element).settle();
  watched.delete(element);
}

function look() {
  for (const [element, sight] of [...watched]) {
    if (!element.isConnected || element.dataset.qualityGeneration !== sight.generation) forget(element);
  }
  for (const element of document.querySelectorAll('img' + subject)) {
    if (!watched.has(element)) {
      watched.set(element, new Sight(element));
      observer.observe(element);
    }
  }
}

function settle() {
  for (const sight of watched.values()) {
    const { inView } = sight;
    sight.settle();
    sight.inView = inView;
  }
}

addEventListener('pagehide', settle);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) settle();
  else for (const sight of watched.values()) sight.update();
});
document.addEventListener('click', event => {
  const element = event.target.closest?.('[data-quality-event], a[download]');
  const of = element && (element.closest(subject) ?? element.querySelector(subject));
  if (of) sendEvent(toTarget(of), element.dataset.qualityEvent ?? 'download');
}, true);
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: [attribute] });
look();
