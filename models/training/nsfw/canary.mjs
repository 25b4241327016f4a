// Runs the *original* model in TensorFlow.js on made-up inputs and prints what it answers: the expected values of the
// pack's canary and of the tests. Nothing of the conversion is used here.
//   node canary.mjs <folder of the nsfwjs package>          (needs @tensorflow/tfjs 4.22.0 beside nsfwjs)
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readPackage, labels } from './nsfwjs-package.mjs';

const [packageFolder] = process.argv.slice(2);
if (!packageFolder) throw new Error('usage: node canary.mjs <nsfwjs package folder>');
const tf = createRequire(join(packageFolder, 'package.json'))('@tensorflow/tfjs');
await tf.setBackend('cpu');

/**
 * Blocks of random colour, [height, width, 3], bytes: x' = 1664525 x + 1013904223 mod 2^32 (Numerical Recipes, 3rd ed.,
 * 7.1), top eight bits of each state, drawn in row, column, channel order, one draw a block.
 */
function blocks({ seed, block, width, height }) {
  const columns = Math.ceil(width / block), rows = Math.ceil(height / block);
  let state = seed >>> 0;
  const colours = Uint8Array.from({ length: rows * columns * 3 },
    () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) for (let c = 0; c < 3; c++)
    pixels[(y * width + x) * 3 + c] = colours[(Math.floor(y / block) * columns + Math.floor(x / block)) * 3 + c];
  return tf.tensor3d(pixels, [height, width, 3], 'int32');
}

const { topology, weights, data } = readPackage(packageFolder);
const model = await tf.loadGraphModel(tf.io.fromMemory({
  modelTopology: topology, weightSpecs: weights,
  weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
}));

/** nsfwjs 4.3.0's own preprocessing: divide by 255, bilinear with aligned corners unless the size fits. */
function classify(recipe) {
  return tf.tidy(() => {
    const scaled = blocks(recipe).toFloat().div(255);
    const resized = recipe.width === 224 && recipe.height === 224 ? scaled : tf.image.resizeBilinear(scaled, [224, 224], true);
    return Array.from(model.predict(resized.reshape([1, 224, 224, 3])).dataSync());
  });
}

console.log(`labels: ${labels.join(' ')}`);
const sizes = [[224, 224, 1], [224, 224, 56], [300, 200, 25], [97, 333, 40], [512, 512, 90]];
for (const [width, height, block] of sizes) for (const seed of [1, 7]) {
  const recipe = { seed, block, width, height };
  console.log(JSON.stringify({ ...recipe, outputs: classify(recipe) }));
}
