using System.Text;
using System.Text.Json;

namespace QualitySuite.Cli.Score.Inputs;

/// <summary>
/// Reads which image was asked for with which prompt: CSV with the header <c>file,prompt</c> (either order), or, with the ending .jsonl, a JSON object
/// a line with the fields <c>file</c> and <c>prompt</c>, others ignored. UTF-8, with or without byte order mark.
/// </summary>
internal static class PromptFile
{
    private const int MostErrors = 10;
    private static readonly string[] Columns = ["file", "prompt"];

    /// <summary>The files with the prompts that belong to them.</summary>
    /// <param name="path">The file of prompts.</param>
    /// <param name="files">Files that get those that are theirs.</param>
    /// <param name="known">Names that a line may have: those of the files, and of others that the prompts are shared with.</param>
    /// <param name="recursive">Whether the files were searched in subfolders too.</param>
    /// <exception cref="ToolException">The file cannot be read, or a line of it is wrong; up to ten lines are named.</exception>
    public static List<ImageFile> Apply(string path, IReadOnlyList<ImageFile> files, IReadOnlySet<string> known, bool recursive)
    {
        var prompts = new Dictionary<string, (int Line, string Prompt)>(StringComparer.Ordinal);
        var errors = new List<string>();
        foreach (var (line, file, prompt) in Read(path))
        {
            var name = Normalise(file);
            if (!known.Contains(name))
            {
                var hint = !recursive && name.Contains('/', StringComparison.Ordinal) ? "; subfolders are searched with --recursive" : "";
                errors.Add($"line {line}: '{file}' is not among the images of the folder{hint}.");
            }
            else if (!prompts.TryAdd(name, (line, prompt)))
            {
                errors.Add($"line {line}: '{file}' has a prompt already, on line {prompts[name].Line}.");
            }
        }

        if (errors.Count > 0)
        {
            var rest = errors.Count > MostErrors ? $"\n  and {errors.Count - MostErrors} more" : "";
            throw new ToolException($"'{path}' does not fit the folder:\n  {string.Join("\n  ", errors.Take(MostErrors))}{rest}");
        }

        return [.. files.Select(file => prompts.TryGetValue(file.Name, out var found) && !string.IsNullOrWhiteSpace(found.Prompt) ? file with { Prompt = found.Prompt } : file)];
    }

    private static string Normalise(string file)
    {
        var name = file.Replace('\\', '/');
        return name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
    }

    private static List<(int Line, string File, string Prompt)> Read(string path)
    {
        try
        {
            using var text = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return Path.GetExtension(path).Equals(".jsonl", StringComparison.OrdinalIgnoreCase) ? ReadLines(text) : ReadCsv(text);
        }
        catch (FormatException exception)
        {
            throw new ToolException($"'{path}', {exception.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new ToolException($"'{path}' is not UTF-8.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The prompts '{path}' cannot be read: {exception.Message}");
        }
    }

    private static List<(int Line, string File, string Prompt)> ReadCsv(TextReader text)
    {
        var reader = new CsvReader(text);
        var (first, header) = reader.Read() ?? throw new FormatException("line 1: the header 'file,prompt' is missing; the file is empty.");
        if (header.Find(column => !Columns.Contains(column)) is { } unknown)
        {
            throw new FormatException($"line {first}: unknown column '{unknown}'; the columns are file and prompt.");
        }

        if (header.Count != Columns.Length || header[0] == header[1])
        {
            throw new FormatException($"line {first}: the columns are file and prompt, once each; these are '{string.Join(',', header)}'.");
        }

        var file = header.IndexOf("file");
        var rows = new List<(int, string, string)>();
        while (reader.Read() is { } row)
        {
            if (row.Fields.Count != Columns.Length)
            {
                throw new FormatException($"line {row.Line}: {row.Fields.Count} fields where the header has {Columns.Length}; a prompt with a comma stands in quotes.");
            }

            rows.Add((row.Line, row.Fields[file], row.Fields[1 - file]));
        }

        return rows;
    }

    private static List<(int Line, string File, string Prompt)> ReadLines(StreamReader text)
    {
        var rows = new List<(int, string, string)>();
        for (var line = 1; text.ReadLine() is { } json; line++)
        {
            if (json.Length > 0)
            {
                rows.Add(ReadObject(line, json));
            }
        }

        return rows;
    }

    private static (int Line, string File, string Prompt) ReadObject(int line, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Text(root, "file") is { } file && Text(root, "prompt") is { } prompt
                ? (line, file, prompt)
                : throw new FormatException($"line {line}: an object with the texts 'file' and 'prompt' is needed.");
        }
        catch (JsonException)
        {
            throw new FormatException($"line {line}: no JSON object.");
        }

        static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
