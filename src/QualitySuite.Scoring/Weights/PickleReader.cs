using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace QualitySuite.Scoring.Weights;

/// <summary>
/// Reads the part of Python's pickle format that state dictionaries are written in. It knows a handful of names and calls none of them.
/// </summary>
/// <remarks>Source: pickletools.py of Python, protocols 2 to 4.</remarks>
internal sealed class PickleReader(byte[] pickle)
{
    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<int, object?> _memo = [];
    private int _position;

    /// <exception cref="InvalidDataException">The pickle is damaged, or holds something else than tensors in a dictionary.</exception>
    public object? Read()
    {
        try
        {
            while (true)
            {
                var opcode = (char)Byte();
                if (opcode == '.')
                {
                    return Pop();
                }

                Step(opcode);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw new InvalidDataException($"The pickle is damaged near byte {_position}.", exception);
        }
    }

    private void Step(char opcode)
    {
        switch (opcode)
        {
            case '\x80': Byte(); break;
            case '\x95': Take(8); break;
            case '(': Push(Mark); break;
            case '}': Push(new PickledDictionary()); break;
            case ']' or ')': Push(Array.Empty<object?>()); break;
            case 't': Push(PopToMark()); break;
            case '\x85': Push(PopMany(1)); break;
            case '\x86': Push(PopMany(2)); break;
            case '\x87': Push(PopMany(3)); break;
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)Byte()); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case '\x8a': Push(Long(Take(Byte()))); break;
            case 'X': Push(Utf8(BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case '\x8c': Push(Utf8(Byte())); break;
            case 'q': _memo[Byte()] = _stack[^1]; break;
            case 'r': _memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))] = _stack[^1]; break;
            case '\x94': _memo[_memo.Count] = _stack[^1]; break;
            case 'h': Push(_memo[Byte()]); break;
            case 'j': Push(_memo[BinaryPrimitives.ReadInt32LittleEndian(Take(4))]); break;
            case 'c': Push(Name(Line(), Line())); break;
            case '\x93': PushStackName(); break;
            case 'Q': Push(Storage(Pop() as object?[])); break;
            case 'R': Call(); break;
            case 's': Set(PopMany(2)); break;
            case 'u': Set(PopToMark()); break;
            case 'b': SetState(); break;
            default:
                throw new InvalidDataException($"The pickle has the opcode 0x{(int)opcode:x2}, which a dictionary of tensors does not need.");
        }
    }

    /// <summary>The names that a dictionary of tensors is made with; whatever else a file names might run code and is refused.</summary>
    private static PickledName Name(string module, string name) => (module, name) switch
    {
        ("collections", "OrderedDict") or ("torch._utils", "_rebuild_tensor_v2" or "_rebuild_parameter")
            or ("torch", "FloatStorage" or "HalfStorage" or "DoubleStorage") => new PickledName(module, name),
        _ => throw new InvalidDataException($"The pickle names '{module}.{name}', which is no part of a dictionary of tensors: it is refused."),
    };

    private void PushStackName()
    {
        Push(PopMany(2) is [string module, string name] ? Name(module, name) : throw new InvalidDataException("The pickle takes a name from something that is no text."));
    }

    private static PickledStorage Storage(object?[]? id)
    {
        if (id is not ["storage", PickledName type, string key, string, long count] || count is < 0 or > int.MaxValue)
        {
            throw new InvalidDataException("The pickle refers to something that is no tensor's storage.");
        }

        var size = type.Name switch
        {
            "FloatStorage" => 4,
            "HalfStorage" => 2,
            "DoubleStorage" => 8,
            _ => throw new InvalidDataException($"The storage type '{type.Name}' is not one of floats."),
        };
        return key.All(char.IsAsciiLetterOrDigit) ? new PickledStorage(key, size, count) : throw new InvalidDataException($"'{key}' is no storage key.");
    }

    private void Call()
    {
        if (Pop() is not object?[] arguments || Pop() is not PickledName function)
        {
            throw new InvalidDataException("The pickle calls something that is no function.");
        }

        Push((function.Name, arguments) switch
        {
            ("OrderedDict", []) => new PickledDictionary(),
            ("_rebuild_tensor_v2", [PickledStorage storage, long offset, object?[] shape, object?[] strides, ..]) when shape.Length == strides.Length && offset >= 0
                => new PickledTensor(storage, offset, Sizes(shape), Sizes(strides)),
            ("_rebuild_parameter", [PickledTensor tensor, ..]) => tensor,
            _ => throw new InvalidDataException($"The pickle uses '{function.Name}' in a way that a dictionary of tensors does not."),
        });
    }

    private static long[] Sizes(object?[] values)
    {
        long[] sizes = [.. values.Select(v => v is long size ? size : -1)];
        return sizes.All(s => s is >= 0 and <= int.MaxValue) && sizes.Aggregate(1d, (a, b) => a * b) <= int.MaxValue
            ? sizes
            : throw new InvalidDataException("A tensor has an impossible shape.");
    }

    private void Set(object?[] pairs)
    {
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            if (_stack[^1] is not PickledDictionary dictionary || pairs[i] is not string key)
            {
                throw new InvalidDataException("The pickle sets something that is no named entry of a dictionary.");
            }

            dictionary.Items.Add(KeyValuePair.Create(key, pairs[i + 1]));
        }
    }

    /// <summary>torch hangs the module versions on the dictionary; nothing depends on them.</summary>
    private void SetState()
    {
        Pop();
        if (_stack[^1] is not PickledDictionary)
        {
            throw new InvalidDataException("The pickle gives a state to something that is no dictionary.");
        }
    }

    private byte Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = pickle.AsSpan(_position, count);
        _position += count;
        return taken;
    }

    private string Utf8(int length) => Encoding.UTF8.GetString(Take(length));

    private string Line()
    {
        var length = pickle.AsSpan(_position).IndexOf((byte)'\n');
        var line = Utf8(length);
        _position++;
        return line;
    }

    private static long Long(ReadOnlySpan<byte> littleEndian) => littleEndian.Length <= 8
        ? (long)new System.Numerics.BigInteger(littleEndian)
        : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The pickle has a whole number of {littleEndian.Length} bytes."));

    private void Push(object? value) => _stack.Add(value);

    private object? Pop()
    {
        var value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        var values = PopMany(_stack.Count - mark - 1);
        Pop();
        return values;
    }
}
