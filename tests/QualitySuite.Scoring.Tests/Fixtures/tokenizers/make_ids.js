#!/usr/bin/env node
// Writes edge-texts.json (seeded) and ids.json: what Hugging Face's tokenizers (npm package tokenizers 0.23.2, its own Rust code) make of them and
// of ../odd-texts.jsonl with the tokenizers of variants.json, each a base file with a JSON merge patch (RFC 7386).
//
//     npm i tokenizers@0.23.2 && node make_ids.js
const { createHash } = require('crypto');
const fs = require('fs');
const { Tokenizer } = require('tokenizers');

const odd = fs.readFileSync('../odd-texts.jsonl', 'utf8').trim().split('\n').map(line => JSON.parse(line).text);
const pieces = ['<eos>', '<pad>', '<unk>', '<bos>', '</s>', ' </s> ', '<mask>', '<EOS>', '<extra>', '<EXTRA>', '<0x41>', '<unused0>', '<', '>', ' ', '  ', '    ', '\n',
  '\n\n', '\n\n\n', '\t', '\r\n', '▁', '▁▁', '\u00a0', '\u3000', '\u2003', '\u200b', '\u0001', '\u0000', '\u007f', '\ufeff', 'a photo of', 'Cat', 'background', 'balloon moon', 'announcement', 'Saab', 'room', 'banana', "don't", 'ΣΑΣ', 'İ', 'é', 'e\u0301',
  'A\u030a', 'Å', 'ﬁ', '½', '①', '…', '！', '한', '👩‍👩‍👧‍👦', '😀', '☃', '✂', '漢字', '!', '!!', '.', ',', '?', '-', '[x]', '\\', '0', '12345', 'x'.repeat(40), 'Straße'];
let state = 20261123;
const below = n => Math.floor((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296 * n);
const edges = ['', ' ', '  ', '<eos>', ' <eos> ', '</s>', '▁', '\n', 'a'.repeat(500), 'the cat '.repeat(60), '<'.repeat(50)];
while (edges.length < 400) {
  let text = '';
  for (let i = 1 + below(10); i > 0; i--) {
    text += below(6) === 0 ? [...odd[below(odd.length)]].slice(0, 12).join('') : pieces[below(pieces.length)];
  }
  edges.push(text);
}

function patched(value, patch) {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) {
    return patch;
  }
  const result = value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) {
      delete result[name];
    } else {
      result[name] = patched(result[name], change);
    }
  }
  return result;
}

async function main() {
  const ids = {};
  for (const [name, { base, patch }] of Object.entries(JSON.parse(fs.readFileSync('variants.json')))) {
    const file = { normalizer: null, pre_tokenizer: null, post_processor: null, ...patched(JSON.parse(fs.readFileSync(`${base}.json`)), patch ?? {}), padding: null };
    const tokenizer = Tokenizer.fromString(JSON.stringify(file));
    ids[name] = [];
    for (const text of [...edges, ...(patch ? [] : odd)]) {
      const found = (await tokenizer.encode(text)).getIds();
      ids[name].push(`${found.length} ${createHash('sha256').update(found.join(' ')).digest('hex').slice(0, 8)}`);
    }
  }
  fs.writeFileSync('edge-texts.json', JSON.stringify(edges, null, 1) + '\n');
  fs.writeFileSync('ids.json', JSON.stringify(ids).replaceAll('],', '],\n') + '\n');
}

main();
