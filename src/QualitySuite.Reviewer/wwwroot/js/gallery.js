// Arrows move between images, Enter opens one (it is a link), and the page of an image knows its neighbours.
function tiles() {
  return [...document.querySelectorAll('#gallery .tile a')];
}

function remember() {
  const ids = [...document.querySelectorAll('#gallery .tile')].map(tile => tile.dataset.id);
  sessionStorage.setItem('gallery', JSON.stringify({ ids, query: location.search }));
}

function columns(links) {
  const top = links[0].getBoundingClientRect().top;
  const inFirstRow = links.findIndex(link => link.getBoundingClientRect().top > top + 1);
  return inFirstRow < 0 ? links.length : inFirstRow;
}

const steps = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: links => -columns(links), ArrowDown: columns };

document.addEventListener('keydown', event => {
  const step = steps[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, dialog, .table-wrap')) return;
  const links = tiles();
  if (links.length === 0) return;
  event.preventDefault();
  const at = links.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step(links)));
  links[next].focus({ preventScroll: true });
  links[next].scrollIntoView({ block: 'nearest' });
  if (next === at && step(links) > 0) document.querySelector('#more a')?.click();
});

document.addEventListener('htmx:after:swap', remember);
remember();
