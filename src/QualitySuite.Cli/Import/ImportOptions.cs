using System.CommandLine;
using System.CommandLine.Parsing;
using QualitySuite.Cli.Import.Rows;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Cli.Import;

/// <summary>The arguments of <c>quality import</c>.</summary>
internal sealed class ImportOptions
{
    private readonly Dictionary<ImportField, Option<string?>> _columns = Enum.GetValues<ImportField>().ToDictionary(field => field, CreateColumn);

    public Argument<string> Source { get; } = new("source") { Description = "A folder of images, or a table that ends in .csv, .jsonl, .ndjson or .parquet." };

    public Option<string> App { get; } = new("--app") { Description = "The app that the generations belong to.", Required = true };

    public Option<ModelInfo?> Model { get; } = new("--model")
    {
        Description = "Model and version of the rows that do not say theirs: NAME@VERSION.",
        CustomParser = ParseModel,
    };

    public Option<string?> Prompts { get; } = new("--prompts") { Description = "Of a folder: CSV with the header file,prompt, or .jsonl with the fields file and prompt." };

    public Option<bool> Recursive { get; } = new("--recursive", "-r") { Description = "Of a folder: search subfolders too." };

    public Option<DateMode> Date { get; } = new("--date")
    {
        Description = "What to do with a row whose time lies more than 90 days back or in the future: refuse it, give it the time of now, clamp it to the "
            + "oldest that is accepted, or skip it without a word.",
        DefaultValueFactory = _ => DateMode.Refuse,
    };

    public Option<int> Concurrency { get; } = Ranged("--concurrency", "Batches sent at once.", 2, 1, 32);

    public Option<double?> Rate { get; } = new("--rate") { Description = "Rows a second at most." };

    public Option<string?> State { get; } = new("--state") { Description = "Folder for the journal and the list of refused rows; else beside the source." };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Read and check everything, and send nothing." };

    public ImportOptions() => Rate.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<double?>() is { } rate && rate is not (> 0 and <= 1_000_000))
        {
            result.AddError("--rate lies above 0 and up to 1000000.");
        }
    });

    public void AddTo(Command command)
    {
        command.Arguments.Add(Source);
        foreach (var option in (Option[])[App, Model, Prompts, Recursive, Date, Concurrency, Rate, State, DryRun, .. _columns.Values])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The columns that were named.</summary>
    public Dictionary<ImportField, string> Columns(ParseResult parsed) => _columns
        .Select(column => (column.Key, Value: parsed.GetValue(column.Value))).Where(column => column.Value is not null).ToDictionary(column => column.Key, column => column.Value!);

    private static Option<string?> CreateColumn(ImportField field)
    {
        var name = ImportColumns.NameOf(field);
        return new Option<string?>($"--{name}-column") { Description = $"Column of a table with the {name.Replace('-', ' ')}, where it has no usual name." };
    }

    private static Option<int> Ranged(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name} lies between {least} and {most}.");
            }
        });
        return option;
    }

    private static ModelInfo? ParseModel(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.LastIndexOf('@') is > 0 and var at && at < text.Length - 1)
        {
            return new ModelInfo(text[..at], text[(at + 1)..]);
        }

        result.AddError($"'{text}' is no model with its version: NAME@VERSION is.");
        return null;
    }
}
