using System.Text.Json;

namespace QualitySuite.Cli.Import.Rows;

/// <summary>Which column of a source says what: the one that was named, else one with a usual name.</summary>
internal static class ImportColumns
{
    /// <summary>Compared without regard to case and to what is no letter or digit; the first that there is. The field's own name comes before all.</summary>
    private static readonly Dictionary<ImportField, string[]> s_names = new()
    {
        [ImportField.Id] = ["uuid", "generation_id"],
        [ImportField.Prompt] = ["positive_prompt", "text", "caption"],
        [ImportField.NegativePrompt] = ["negative"],
        [ImportField.Model] = ["model_name", "checkpoint"],
        [ImportField.ModelVersion] = ["version"],
        [ImportField.Sampler] = ["sampler_name"],
        [ImportField.Scheduler] = ["sampler_scheduler"],
        [ImportField.Steps] = ["num_inference_steps", "sampler_steps", "step"],
        [ImportField.Guidance] = ["guidance_scale", "cfg_scale", "cfg", "sampler_guidance"],
        [ImportField.CreatedAt] = ["timestamp", "time", "date"],
        [ImportField.User] = ["user_key", "user_id", "user_name"],
        [ImportField.Session] = ["session_key", "session_id"],
        [ImportField.LatencyMs] = ["latency"],
        [ImportField.File] = ["file_name", "path", "image_path", "image_file"],
        [ImportField.Image] = ["image_base64", "image_bytes", "bytes"],
        [ImportField.ImageUrl] = ["url"],
        [ImportField.Stars] = ["rating"],
        [ImportField.Thumb] = ["vote"],
    };

    /// <summary>The field as options and messages have it: <c>negative-prompt</c>.</summary>
    public static string NameOf(ImportField field) => JsonNamingPolicy.KebabCaseLower.ConvertName(field.ToString());

    /// <summary>The column of each field that there is one for.</summary>
    /// <exception cref="ToolException">A column that was named is not there, or none is for the prompt.</exception>
    public static Dictionary<ImportField, string> Find(IReadOnlyList<string> columns, IReadOnlyDictionary<ImportField, string> chosen)
    {
        var found = new Dictionary<ImportField, string>();
        foreach (var field in Enum.GetValues<ImportField>())
        {
            if (chosen.TryGetValue(field, out var name))
            {
                found[field] = columns.Contains(name) ? name
                    : throw new ToolException($"--{NameOf(field)}-column: there is no column '{name}'; the columns are {string.Join(", ", columns)}.");
            }
            else if (Usual(field, columns.Except(chosen.Values)) is { } usual)
            {
                found[field] = usual;
            }
        }

        return found.ContainsKey(ImportField.Prompt) ? found
            : throw new ToolException($"No column is for the prompt; say which by --prompt-column. The columns are {string.Join(", ", columns)}.");
    }

    /// <summary>The columns with usual names.</summary>
    public static Dictionary<ImportField, string> Usual(IReadOnlyList<string> columns) => Enum.GetValues<ImportField>()
        .Select(field => (Field: field, Column: Usual(field, columns)))
        .Where(found => found.Column is not null)
        .ToDictionary(found => found.Field, found => found.Column!);

    private static string? Usual(ImportField field, IEnumerable<string> columns) =>
        s_names.GetValueOrDefault(field, []).Prepend(field.ToString())
            .Select(name => columns.FirstOrDefault(column => Plain(column) == Plain(name)))
            .FirstOrDefault(column => column is not null);

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
