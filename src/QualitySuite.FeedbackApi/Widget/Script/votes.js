import { parse, read, write } from './store.js';

// What this user said about which generation, on this device alone: so that it is still to be seen after a reload.
const mostGenerations = 300;
const name = 'votes';

const all = () => parse(read(name)) ?? {};

const keyOf = ({ generationId, userKey }) => generationId + ' ' + userKey;

/** @returns {{ thumb?: number, stars?: number, report?: number }} */
export const votesOf = of => all()[keyOf(of)] ?? {};

export function remember(of, kind, value) {
  const votes = all();
  const key = keyOf(of);
  const ofThis = { ...votes[key], [kind]: value };
  delete votes[key]; // The latest stand last.
  write(name, JSON.stringify(Object.fromEntries([...Object.entries(votes), [key, ofThis]].slice(-mostGenerations))));
}
