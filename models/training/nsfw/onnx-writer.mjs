// The few messages of ONNX's protobuf schema (onnx/onnx.proto, IR version 7) that the conversion writes.
// Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.

const FLOAT = 1, UINT8 = 2;
const utf8 = text => Buffer.from(text, 'utf8');

function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 0x80 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

const int = (field, value) => Buffer.concat([varint(field << 3), varint(value)]);
const bytes = (field, value) => Buffer.concat([varint((field << 3) | 2), varint(value.length), value]);
const string = (field, value) => bytes(field, utf8(value));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

/** TensorProto: dims = 1, data_type = 2, name = 8, raw_data = 9 (little endian). */
function tensor(name, dims, type, raw) {
  return Buffer.concat([...dims.map(d => int(1, d)), int(2, type), string(8, name), bytes(9, raw)]);
}

/** AttributeProto: name = 1, i = 3, s = 4, ints = 8, type = 20 (INT 2, STRING 3, INTS 7). */
function attribute(name, value) {
  if (typeof value === 'string') return message(5, string(1, name), string(4, value), int(20, 3));
  if (Array.isArray(value)) return message(5, string(1, name), ...value.map(v => int(8, v)), int(20, 7));
  return message(5, string(1, name), int(3, value), int(20, 2));
}

/** ValueInfoProto of a float tensor; a string among the dimensions is a symbolic one. */
function floatValue(field, name, shape) {
  const dims = shape.map(d => typeof d === 'string' ? message(1, string(2, d)) : message(1, int(1, d)));
  return message(field, string(1, name), message(2, message(1, int(1, FLOAT), message(2, ...dims))));
}

/** Collects nodes and initializers of one graph and serialises them as a ModelProto. */
export class OnnxGraph {
  #nodes = [];
  #initializers = [];

  /** Adds a node with one output, whose name is returned. */
  node(opType, inputs, output, attributes = {}) {
    this.#nodes.push(message(1,
      ...inputs.map(i => string(1, i)), string(2, output), string(3, output), string(4, opType),
      ...Object.entries(attributes).map(([name, value]) => attribute(name, value))));
    return output;
  }

  floats(name, dims, values) {
    const array = Float32Array.from(values);
    this.#initializers.push(bytes(5, tensor(name, dims, FLOAT, Buffer.from(array.buffer))));
    return name;
  }

  uint8(name, dims, raw) {
    this.#initializers.push(bytes(5, tensor(name, dims, UINT8, Buffer.from(raw))));
    return name;
  }

  /** ModelProto: ir_version = 1, producer = 2, graph = 7, opset_import = 8, metadata_props = 14. */
  serialize({ name, input, output, opset, metadata }) {
    const graph = message(7, ...this.#nodes, string(2, name), ...this.#initializers,
      floatValue(11, input.name, input.shape), floatValue(12, output.name, output.shape));
    const properties = Object.entries(metadata).map(([key, value]) => message(14, string(1, key), string(2, value)));
    return Buffer.concat([int(1, 7), string(2, 'QualitySuite models/training/nsfw'), graph,
      message(8, int(2, opset)), ...properties]);
  }
}
