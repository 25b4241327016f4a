using QualitySuite.Cli.Import.Rows;
using QualitySuite.Contracts.Generations;
using QualitySuite.Imaging;

namespace QualitySuite.Cli.Import;

/// <summary>A row that can be sent, with its image in it.</summary>
internal sealed record PreparedRow(SourceRow Row, Guid JournalKey, MappedRow Mapped);

/// <summary>A row whose turn comes.</summary>
internal sealed record PendingRow(SourceRow Row, Guid Key, Guid JournalKey, FileInfo? File);

/// <summary>Reads the images of rows and turns both into what is sent.</summary>
internal sealed class RowPreparation(RowMapping mapping)
{
    /// <summary>Null: it is refused, for the errors, or skipped where there are none.</summary>
    public async Task<PreparedRow?> PrepareAsync(PendingRow pending, bool inspects, List<RowError> errors, CancellationToken cancellationToken)
    {
        var row = pending.Row;
        var image = row.Image ?? await ReadAsync(pending.File, errors, cancellationToken);
        if (inspects && image is not null && ImageInspector.Inspect(image, GenerationLimits.ImagePixels) is { Verdict: not InspectionVerdict.Ok } odd)
        {
            errors.Add(new RowError("image", odd.Detail));
        }

        var id = RowIdentity.GenerationId(row, pending.Key, image);
        var fileTime = pending.File is { Exists: true } file ? new DateTimeOffset(file.LastWriteTimeUtc) : (DateTimeOffset?)null;
        return mapping.Map(row, id, fileTime, errors) is { } mapped
            ? new PreparedRow(row, pending.JournalKey, mapped with { Submission = mapped.Submission with { ImageBase64 = image } })
            : null;
    }

    private static async Task<byte[]?> ReadAsync(FileInfo? file, List<RowError> errors, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return null;
        }

        if (!file.Exists)
        {
            errors.Add(new RowError("file", $"There is no file '{file.FullName}'."));
            return null;
        }

        if (file.Length > GenerationLimits.ImageBytes)
        {
            errors.Add(new RowError("file", $"At most {GenerationLimits.ImageBytes} bytes; '{file.Name}' has {file.Length}."));
            return null;
        }

        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new RowError("file", $"It cannot be read: {e.Message}"));
            return null;
        }
    }
}
