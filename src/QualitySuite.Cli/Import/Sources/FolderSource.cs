using System.Runtime.CompilerServices;
using QualitySuite.Cli.Import.Rows;
using QualitySuite.Cli.Score.Inputs;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>
/// A folder of images. What an image was asked for stands, in this order, in the file of prompts, in <c>name.json</c> beside it (a JSON object with fields
/// named as columns are), in <c>name.txt</c> (the prompt and nothing else), and in what the AUTOMATIC1111 web UI writes into PNG files.
/// </summary>
internal sealed class FolderSource : ImportSource
{
    private readonly IReadOnlyList<ImageFile> _files;

    private FolderSource(string path, IReadOnlyList<ImageFile> files)
        : base(path) => _files = files;

    public override string Folder => Path;

    public static FolderSource Open(string path, string? prompts, bool recursive) => new(path, new FolderJob(path, prompts, recursive).Find());

    public override Task<long> CountAsync(CancellationToken cancellationToken) => Task.FromResult((long)_files.Count);

    public override async IAsyncEnumerable<SourceRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        for (var i = 0; i < _files.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Read(i + 1, _files[i]);
        }
    }

    private static SourceRow Read(long number, ImageFile file)
    {
        var fields = new Dictionary<ImportField, string?>();
        RowError? error = null;
        try
        {
            Add(fields, WebUiParameters.Of(file.Path));
            if (System.IO.Path.ChangeExtension(file.Path, ".txt") is var text && File.Exists(text))
            {
                fields[ImportField.Prompt] = File.ReadAllText(text).Trim();
            }

            if (System.IO.Path.ChangeExtension(file.Path, ".json") is var json && File.Exists(json))
            {
                error = AddJson(fields, json);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = new RowError(null, $"It cannot be read: {e.Message}");
        }

        if (file.Prompt is not null)
        {
            fields[ImportField.Prompt] = file.Prompt;
        }

        if (!fields.ContainsKey(ImportField.Prompt))
        {
            error ??= new RowError("prompt", "Neither a .txt or .json file beside it nor the image says what it was asked for; --prompts FILE may.");
        }

        fields[ImportField.File] = file.Name;
        return SourceRow.Of(number, file.Name, fields) with { Error = error };
    }

    private static RowError? AddJson(Dictionary<ImportField, string?> fields, string path)
    {
        if (JsonFields.Read(File.ReadAllText(path)) is not { } said)
        {
            return new RowError(null, $"'{System.IO.Path.GetFileName(path)}' is no JSON object.");
        }

        Add(fields, ImportColumns.Usual([.. said.Keys]).Where(f => f.Key is not (ImportField.File or ImportField.Image)).ToDictionary(f => f.Key, f => said[f.Value]));
        return null;
    }

    private static void Add(Dictionary<ImportField, string?> fields, Dictionary<ImportField, string?> more)
    {
        foreach (var (field, value) in more)
        {
            fields[field] = value;
        }
    }
}
