using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using QualitySuite.Cli.Import.Rows;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>
/// What the AUTOMATIC1111 web UI writes into a PNG's text chunk <c>parameters</c> (its modules/infotext_utils.py): the prompt, a line
/// "Negative prompt: ", and a last line "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512, Model hash: ..., Model: ...".
/// </summary>
internal static partial class WebUiParameters
{
    private const string NegativeMark = "Negative prompt:";
    private const int MostBytes = 256 * 1024;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly Dictionary<string, ImportField> s_fields = new()
    {
        ["Steps"] = ImportField.Steps,
        ["Sampler"] = ImportField.Sampler,
        ["Schedule type"] = ImportField.Scheduler,
        ["CFG scale"] = ImportField.Guidance,
        ["Seed"] = ImportField.Seed,
        ["Model hash"] = ImportField.ModelHash,
        ["Model"] = ImportField.Model,
    };

    /// <summary>Empty where the file says nothing of the kind.</summary>
    public static Dictionary<ImportField, string?> Of(string path)
    {
        using var file = File.OpenRead(path);
        return Chunk(file) is { } text ? Parse(text) : [];
    }

    public static Dictionary<ImportField, string?> Parse(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var fields = new Dictionary<ImportField, string?>();
        if (lines[^1].StartsWith("Steps: ", StringComparison.Ordinal))
        {
            foreach (Match pair in Pair().Matches(lines[^1]))
            {
                Add(fields, pair.Groups["name"].Value.Trim(), pair.Groups["value"].Value.Trim().Trim('"'));
            }

            lines.RemoveAt(lines.Count - 1);
        }

        var negative = lines.FindIndex(line => line.StartsWith(NegativeMark, StringComparison.Ordinal));
        if (negative >= 0)
        {
            fields[ImportField.NegativePrompt] = string.Join('\n', lines.Skip(negative))[NegativeMark.Length..].Trim();
            lines.RemoveRange(negative, lines.Count - negative);
        }

        fields[ImportField.Prompt] = string.Join('\n', lines).Trim();
        return fields;
    }

    private static void Add(Dictionary<ImportField, string?> fields, string name, string value)
    {
        if (name == "Size" && value.Split('x') is [var width, var height])
        {
            (fields[ImportField.Width], fields[ImportField.Height]) = (width, height);
        }
        else if (s_fields.TryGetValue(name, out var field))
        {
            fields[field] = value;
        }
    }

    /// <summary>The text of the chunk, which stands before the pixels (PNG, third edition, 11.3.3: tEXt is Latin-1, iTXt UTF-8).</summary>
    private static string? Chunk(Stream file)
    {
        Span<byte> header = stackalloc byte[8];
        if (file.ReadAtLeast(header, 8, throwOnEndOfStream: false) < 8 || !header.SequenceEqual(Signature))
        {
            return null;
        }

        while (file.ReadAtLeast(header, 8, throwOnEndOfStream: false) == 8)
        {
            var (length, type) = (BinaryPrimitives.ReadUInt32BigEndian(header), Encoding.ASCII.GetString(header[4..]));
            if (type is "IDAT" or "IEND")
            {
                return null;
            }

            if (type is not ("tEXt" or "iTXt") || length > MostBytes)
            {
                file.Seek(length + 4L, SeekOrigin.Current);
                continue;
            }

            var data = new byte[length];
            if (file.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length)
            {
                return null;
            }

            file.Seek(4, SeekOrigin.Current);
            if (Text(type, data) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    private static string? Text(string type, ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith("parameters\0"u8))
        {
            return null;
        }

        data = data["parameters\0".Length..];
        if (type == "tEXt")
        {
            return Encoding.Latin1.GetString(data);
        }

        // Whether and how it is compressed, then two names that end in zero. Compressed ones are left alone.
        if (data.Length < 2 || data[0] != 0)
        {
            return null;
        }

        data = data[2..];
        for (var i = 0; i < 2 && data.IndexOf((byte)0) is var end; i++)
        {
            if (end < 0)
            {
                return null;
            }

            data = data[(end + 1)..];
        }

        return Encoding.UTF8.GetString(data);
    }

    [GeneratedRegex("""(?<name>[A-Za-z][\w \-/]*):\s*(?<value>"(?:\\.|[^\\"])*"|[^,]*)(?:,|$)""")]
    private static partial Regex Pair();
}
