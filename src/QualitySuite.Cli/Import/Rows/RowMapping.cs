using System.Globalization;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.Cli.Import.Rows;

/// <summary>What holds for every row.</summary>
/// <param name="App">The app that the generations belong to.</param>
/// <param name="Model">Name and version where the row says none; null: it has to.</param>
/// <param name="Dates">What is done with a time that the API does not accept.</param>
internal sealed record ImportDefaults(string App, ModelInfo? Model, DateMode Dates);

/// <summary>What is done with a row of a time that the API does not accept.</summary>
internal enum DateMode
{
    Refuse,
    Now,
    Clamp,
    Skip,
}

/// <summary>A row as the API takes it, without its image.</summary>
internal sealed record MappedRow(GenerationSubmission Submission, IReadOnlyList<FeedbackSubmission> Feedback);

/// <summary>Reads a row's texts. The API checks the rest: this tells only what cannot be said in its terms.</summary>
internal sealed class RowMapping(ImportDefaults defaults, TimeProvider time)
{
    private const string UnknownUser = "imported";

    /// <summary>Inside the oldest that the API accepts, for the time until it looks.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromHours(1);

    /// <summary>The row, or null with its errors; without errors it is to be skipped.</summary>
    /// <param name="row">The row.</param>
    /// <param name="id">Its generation's id.</param>
    /// <param name="fileTime">When its image's file was written; null: there is none.</param>
    /// <param name="errors">Gets what is wrong.</param>
    public MappedRow? Map(SourceRow row, Guid id, DateTimeOffset? fileTime, List<RowError> errors)
    {
        if (row.Error is { } known)
        {
            errors.Add(known);
            return null;
        }

        if (row[ImportField.Prompt] is null)
        {
            errors.Add(new RowError("prompt", "It is missing."));
        }

        var texts = new RowTexts(row, errors);
        var createdAt = CreatedAt(texts, fileTime, errors);
        var submission = new GenerationSubmission
        {
            Id = id.ToString(),
            App = defaults.App,
            CreatedAt = createdAt,
            Prompt = row[ImportField.Prompt],
            NegativePrompt = row[ImportField.NegativePrompt],
            Model = Model(row, errors),
            Sampler = Sampler(row, texts),
            Seed = texts.Whole<long>(ImportField.Seed),
            Width = texts.Whole<int>(ImportField.Width),
            Height = texts.Whole<int>(ImportField.Height),
            LatencyMs = texts.Number(ImportField.LatencyMs),
            UserKey = row[ImportField.User],
            SessionKey = row[ImportField.Session],
            ImageUrl = row.Image is null ? row[ImportField.ImageUrl] : null,
        };
        var feedback = Feedback(row, texts, id).ToList();
        return errors.Count > 0 || createdAt is null ? null : new MappedRow(submission, feedback);
    }

    /// <summary>Null: the row is to be skipped, or has an error.</summary>
    private DateTimeOffset? CreatedAt(RowTexts texts, DateTimeOffset? fileTime, List<RowError> errors)
    {
        var now = time.GetUtcNow();
        var told = texts.Moment(ImportField.CreatedAt);
        if (told is null && texts.Row[ImportField.CreatedAt] is not null)
        {
            return null;
        }

        var moment = told ?? fileTime ?? now;
        var (oldest, latest) = (now - GenerationLimits.OldestCreatedAt + s_margin, now + GenerationLimits.ClockSkew);
        if (moment >= oldest && moment <= latest)
        {
            return moment;
        }

        switch (defaults.Dates)
        {
            case DateMode.Now:
                return now;
            case DateMode.Clamp:
                return moment < oldest ? oldest : now;
            case DateMode.Skip:
                return null;
            default:
                errors.Add(new RowError("created-at", string.Create(CultureInfo.InvariantCulture,
                    $"{moment.UtcDateTime:yyyy-MM-dd HH:mm}Z lies {(moment > latest ? "in the future" : $"more than {GenerationLimits.OldestCreatedAt.TotalDays:0} days back")}, which the API does not accept; --date now, clamp or skip says what to do.")));
                return null;
        }
    }

    private ModelInfo? Model(SourceRow row, List<RowError> errors)
    {
        var (name, version) = (row[ImportField.Model], row[ImportField.ModelVersion]);
        if (name is not null && version is null && name.LastIndexOf('@') is > 0 and var at)
        {
            (name, version) = (name[..at], name[(at + 1)..]);
        }

        name ??= defaults.Model?.Name;
        version ??= defaults.Model?.Version;
        if (name is null || version is null)
        {
            errors.Add(new RowError(name is null ? "model" : "model-version", "It is missing; --model NAME@VERSION gives it to rows that have none."));
        }

        return new ModelInfo(name, version, row[ImportField.ModelHash]);
    }

    private static SamplerInfo? Sampler(SourceRow row, RowTexts texts)
    {
        var sampler = new SamplerInfo(
            row[ImportField.Sampler], texts.Whole<int>(ImportField.Steps), texts.Number(ImportField.Guidance), row[ImportField.Scheduler]);
        return sampler == new SamplerInfo(null) ? null : sampler;
    }

    private static IEnumerable<FeedbackSubmission> Feedback(SourceRow row, RowTexts texts, Guid id)
    {
        var given = new FeedbackSubmission { GenerationId = id.ToString(), UserKey = row[ImportField.User] ?? UnknownUser, Comment = row[ImportField.Comment] };
        if (texts.Number(ImportField.Stars) is { } stars and not 0)
        {
            if (stars is >= 1 and <= 5 && stars == Math.Floor(stars))
            {
                yield return given with { Kind = FeedbackKind.Stars, Value = (int)stars, FeedbackId = "import-stars" };
            }
            else
            {
                texts.Refuse(ImportField.Stars, "no whole number from 1 to 5 (0 or empty: none)");
            }
        }

        switch (row[ImportField.Thumb]?.Trim().ToLowerInvariant())
        {
            case null or "0":
                break;
            case "1" or "+1" or "up" or "true":
                yield return given with { Kind = FeedbackKind.Thumb, Value = 1, FeedbackId = "import-thumb" };
                break;
            case "-1" or "down" or "false":
                yield return given with { Kind = FeedbackKind.Thumb, Value = -1, FeedbackId = "import-thumb" };
                break;
            default:
                texts.Refuse(ImportField.Thumb, "neither 1 or up nor -1 or down (0 or empty: none)");
                break;
        }
    }
}
