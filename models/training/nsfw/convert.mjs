// Converts nsfwjs 4.3.0 mobilenet_v2_mid (MIT) to ONNX. README.md says how to run it.
//   node convert.mjs <folder of the nsfwjs package> <output.onnx>
// The weights stay uint8 in the file and are dequantised in the graph (value = q * scale + min);
// ONNX Runtime folds that at load.
import { writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { OnnxGraph } from './onnx-writer.mjs';
import { readPackage } from './nsfwjs-package.mjs';

const [packageFolder, outputPath] = process.argv.slice(2);
if (!outputPath) throw new Error('usage: node convert.mjs <nsfwjs package folder> <output.onnx>');

const { topology, weights, data } = readPackage(packageFolder);
const graph = new OnnxGraph();
const tensors = new Map();
let offset = 0;
for (const weight of weights) {
  const size = weight.shape.reduce((a, b) => a * b, 1);
  if (weight.quantization?.dtype !== 'uint8') throw new Error(`${weight.name} is not uint8`);
  tensors.set(weight.name, { ...weight, raw: data.subarray(offset, offset + size) });
  offset += size;
}
if (offset !== data.length) throw new Error(`${data.length - offset} bytes of weights are left over`);

/** Reorders a 4-D tensor: `order[i]` is the source axis of the result's axis i. */
function permute(raw, shape, order) {
  const strides = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
  const [a, b, c, d] = order.map(axis => shape[axis]);
  const [sa, sb, sc, sd] = order.map(axis => strides[axis]);
  const result = new Uint8Array(raw.length);
  let next = 0;
  for (let i = 0; i < a; i++) for (let j = 0; j < b; j++) for (let k = 0; k < c; k++) for (let l = 0; l < d; l++)
    result[next++] = raw[i * sa + j * sb + k * sc + l * sd];
  return { raw: result, shape: [a, b, c, d] };
}

/** Writes one quantised tensor and its dequantisation; returns the name of the float tensor. */
function dequantised(name, source, { raw, shape }) {
  const { scale, min } = source.quantization;
  const q = graph.uint8(`${name}/q`, shape, raw);
  const cast = graph.node('Cast', [q], `${name}/cast`, { to: 1 });
  const scaled = graph.node('Mul', [cast, graph.floats(`${name}/scale`, [], [scale])], `${name}/scaled`);
  return graph.node('Add', [scaled, graph.floats(`${name}/min`, [], [min])], name);
}

const text = value => Buffer.from(value.s, 'base64').toString();
const values = new Map();
const inputOf = node => values.get(node.input.find(i => !tensors.has(i)));
const constantOf = node => node.input.find(i => tensors.has(i));
const short = name => name.split('/predict/').at(-1).replace('StatefulPartitionedCall/', '');

function expect(node, attribute, actual, wanted) {
  if (String(actual) !== String(wanted)) throw new Error(`${node.op} ${node.name}: ${attribute} is ${actual}, not ${wanted}`);
}

function convolution(node, depthwise) {
  const kernel = tensors.get(node.input[1]), bias = tensors.get(node.input[2]);
  expect(node, 'data_format', text(node.attr.data_format), 'NHWC');
  expect(node, 'dilations', node.attr.dilations.list.i, '1,1,1,1');
  expect(node, 'padding', text(node.attr.padding), 'SAME');
  const [height, width, channels, multiplier] = kernel.shape;
  // HWIO -> OIHW; depthwise HWCM -> [C*M, 1, H, W] with one group a channel.
  const { raw, shape } = permute(kernel.raw, kernel.shape, depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
  const dims = depthwise ? [channels * multiplier, 1, height, width] : shape;
  const name = short(node.name);
  const convolved = graph.node('Conv', [
    inputOf(node), dequantised(`${name}/kernel`, kernel, { raw, shape: dims }),
    dequantised(`${name}/bias`, bias, bias),
  ], `${name}/conv`, {
    auto_pad: 'SAME_UPPER', group: depthwise ? channels : 1, kernel_shape: [height, width],
    strides: node.attr.strides.list.i.slice(1, 3).map(Number),
  });
  const fused = node.attr.fused_ops.list.s.map(s => Buffer.from(s, 'base64').toString()).join('+');
  if (fused === 'BiasAdd') return convolved;
  expect(node, 'fused_ops', fused, 'BiasAdd+Relu6');
  return graph.node('Clip', [convolved, 'zero', 'six'], `${name}/relu6`);
}

function scalar(name) {
  const { quantization, raw } = tensors.get(name);
  return graph.floats(short(name), [], [raw[0] * quantization.scale + quantization.min]);
}

function dense(node) {
  const kernel = tensors.get(node.input[1]), bias = tensors.get(node.input[2]);
  expect(node, 'fused_ops', node.attr.fused_ops.list.s.map(s => Buffer.from(s, 'base64')), 'BiasAdd');
  return graph.node('Gemm', [inputOf(node), dequantised('dense/kernel', kernel, kernel),
    dequantised('dense/bias', bias, bias)], 'dense/logits');
}

const convert = {
  Placeholder: () => graph.node('Transpose', ['input'], 'input/nchw', { perm: [0, 3, 1, 2] }),
  Mul: node => graph.node('Mul', [inputOf(node), scalar(constantOf(node))], 'input/doubled'),
  Sub: node => graph.node('Sub', [inputOf(node), scalar(constantOf(node))], 'input/centred'),
  _FusedConv2D: node => convolution(node, false),
  FusedDepthwiseConv2dNative: node => convolution(node, true),
  AddV2: node => graph.node('Add', node.input.map(i => values.get(i)), short(node.name)),
  AvgPool: node => {
    expect(node, 'ksize', node.attr.ksize.list.i, '1,7,7,1');
    expect(node, 'padding', text(node.attr.padding), 'VALID');
    return graph.node('AveragePool', [inputOf(node)], 'pooled', { kernel_shape: [7, 7] });
  },
  Squeeze: node => graph.node('Flatten', [inputOf(node)], 'features', { axis: 1 }),
  _FusedMatMul: dense,
  Softmax: node => graph.node('Softmax', [inputOf(node)], 'probabilities', { axis: -1 }),
  Identity: node => inputOf(node),
};

graph.floats('zero', [], [0]);
graph.floats('six', [], [6]);
for (const node of topology.node) {
  if (node.op === 'Const') continue;
  if (!convert[node.op]) throw new Error(`no conversion for ${node.op}`);
  if (node.op !== 'Placeholder' && !inputOf(node)) throw new Error(`${node.name} comes before its input`);
  values.set(node.name, convert[node.op](node));
}

const onnx = graph.serialize({
  name: 'nsfw_mobilenet_v2_mid', opset: 13,
  input: { name: 'input', shape: ['batch', 224, 224, 3] },
  output: { name: 'probabilities', shape: ['batch', 5] },
  metadata: { source: 'npm nsfwjs 4.3.0, dist/models/mobilenet_v2_mid', licence: 'MIT' },
});
writeFileSync(outputPath, onnx);
console.log(`${outputPath}: ${onnx.length} bytes, SHA-256 ${createHash('sha256').update(onnx).digest('hex')}`);
