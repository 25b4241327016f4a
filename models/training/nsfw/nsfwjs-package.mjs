// Reads the bundled graph model out of the npm package nsfwjs: topology and base64 weights in UMD modules.
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** @returns topology nodes by name, weight specifications in file order, and the concatenated weight bytes. */
export function readPackage(packageFolder) {
  const require = createRequire(import.meta.url);
  const { version } = require(join(packageFolder, 'package.json'));
  if (version !== '4.3.0') throw new Error(`nsfwjs 4.3.0 is what was checked, this folder holds ${version}`);
  const folder = join(packageFolder, 'dist/models/mobilenet_v2_mid');
  const model = require(join(folder, 'model.min.js'));
  const [group] = model.weightsManifest;
  const data = Buffer.concat(group.paths.map(path => Buffer.from(require(join(folder, `${path}.min.js`)), 'base64')));
  return { topology: model.modelTopology, weights: group.weights, data };
}

/** Labels in the order of the model's outputs (nsfwjs dist/cjs/nsfw_classes.js). */
export const labels = ['drawing', 'hentai', 'neutral', 'porn', 'sexy'];
