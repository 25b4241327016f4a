// The images before and after this one in the gallery that was last looked at: links, and the left and right arrow.
const place = document.getElementById('neighbours');
const gallery = JSON.parse(sessionStorage.getItem('gallery') ?? 'null');
const at = gallery?.ids.indexOf(place.dataset.id) ?? -1;

function link(id, text, rel) {
  const a = document.createElement('a');
  a.href = `/generations/${id}${location.search}`;
  a.textContent = text;
  a.rel = rel;
  return a;
}

if (at >= 0) {
  const count = document.createElement('span');
  count.className = 'quiet';
  count.textContent = `${at + 1} of ${gallery.ids.length}`;
  if (at > 0) place.append(link(gallery.ids[at - 1], '← Previous', 'prev'));
  place.append(count);
  if (at < gallery.ids.length - 1) place.append(link(gallery.ids[at + 1], 'Next →', 'next'));
  place.hidden = false;
  document.querySelector('[data-back]').search = gallery.query;
}

// In a table that is wider than its place the arrows scroll.
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, dialog, .table-wrap')) return;
  const rel = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
  place.querySelector(`[rel="${rel}"]`)?.click();
});
