// Local storage, shared by the tabs of one site. What it does not take (it is full, or forbidden) lives as long as the page.
const prefix = 'quality-feedback:';
const unstored = new Map();
let storage;
try {
  storage = localStorage;
} catch {
  // Forbidden; a missing storage throws below, at every write.
}

export const read = key => unstored.get(key) ?? storage?.getItem(prefix + key);

export function write(key, value) {
  try {
    storage.setItem(prefix + key, value);
    unstored.delete(key);
  } catch {
    unstored.set(key, value);
  }
}

export function remove(key) {
  unstored.delete(key);
  storage?.removeItem(prefix + key);
}

/** Keys that begin with this, in order. */
export const keys = start => [...Object.keys(storage ?? {}).filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length)), ...unstored.keys()]
  .filter(key => key.startsWith(start)).sort();

/** What was written as JSON, by us or by the page; undefined or null if nothing can be made of it. */
export function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    // As if there were none.
  }
}
