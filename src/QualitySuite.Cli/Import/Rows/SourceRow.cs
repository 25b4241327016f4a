namespace QualitySuite.Cli.Import.Rows;

/// <summary>One row of a source, as it stands there.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Place">Where to find it, for people: a line, or a file.</param>
/// <param name="Texts">What it says; what is empty is left out, but for the prompt.</param>
/// <param name="Image">The image's bytes, where the row itself has them.</param>
internal sealed record SourceRow(long Number, string Place, IReadOnlyDictionary<ImportField, string> Texts, byte[]? Image = null)
{
    /// <summary>What the row cannot be used for; null: nothing is known.</summary>
    public RowError? Error { get; init; }

    public string? this[ImportField field] => Texts.GetValueOrDefault(field);

    /// <summary>A row without its empty fields. Text in the column of images is base64 where it begins as that of an image does, else a path; a path that
    /// begins as a URL does is one, and the API fetches the image.</summary>
    public static SourceRow Of(long number, string place, IEnumerable<KeyValuePair<ImportField, string?>> fields, byte[]? image = null)
    {
        var texts = fields.Where(f => f.Key == ImportField.Prompt ? f.Value is not null : !string.IsNullOrWhiteSpace(f.Value)).ToDictionary(f => f.Key, f => f.Value!);
        if (!texts.Remove(ImportField.Image, out var text) || image is not null)
        {
            return new SourceRow(number, place, WithUrl(texts), image);
        }

        var data = text.StartsWith("data:", StringComparison.Ordinal) ? text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..] : text;
        if (!s_base64.Any(begin => data.StartsWith(begin, StringComparison.Ordinal)))
        {
            texts.TryAdd(ImportField.File, text);
            return new SourceRow(number, place, WithUrl(texts));
        }

        try
        {
            return new SourceRow(number, place, texts, Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            return new SourceRow(number, place, texts) { Error = new RowError("image", "It begins as base64 of an image and is none.") };
        }
    }

    private static Dictionary<ImportField, string> WithUrl(Dictionary<ImportField, string> texts)
    {
        if (texts.TryGetValue(ImportField.File, out var path)
            && (path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
        {
            texts.Remove(ImportField.File);
            texts.TryAdd(ImportField.ImageUrl, path);
        }

        return texts;
    }

    /// <summary>PNG, JPEG and WebP (RIFF).</summary>
    private static readonly string[] s_base64 = ["iVBORw", "/9j/", "UklGR"];
}

/// <summary>Why a row is refused.</summary>
/// <param name="Field">What is wrong: a column, or a field of the API; null: the row as a whole.</param>
/// <param name="Reason">One sentence.</param>
internal sealed record RowError(string? Field, string Reason);
