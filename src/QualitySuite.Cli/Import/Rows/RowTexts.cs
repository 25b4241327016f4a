using System.Globalization;
using System.Numerics;

namespace QualitySuite.Cli.Import.Rows;

/// <summary>Reads numbers and times from a row's texts and notes what is none.</summary>
internal sealed class RowTexts(SourceRow row, List<RowError> errors)
{
    /// <summary>Unix times below it are seconds (until the year 5138), above it milliseconds.</summary>
    private const double MostSeconds = 1e11;

    private const int ShownCharacters = 40;

    public SourceRow Row => row;

    public T? Whole<T>(ImportField field)
        where T : struct, IBinaryInteger<T>
    {
        if (row[field] is not { } text)
        {
            return null;
        }

        // Tables write whole numbers as 7.0 where others of the column are missing.
        var plain = text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
        if (T.TryParse(plain, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Refuse(field, "no whole number that fits");
        return null;
    }

    public double? Number(ImportField field)
    {
        if (row[field] is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        Refuse(field, "no number");
        return null;
    }

    /// <summary>ISO 8601, UTC where no offset is said; or Unix time in seconds or milliseconds.</summary>
    public DateTimeOffset? Moment(ImportField field)
    {
        if (row[field] is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var unix) && unix < MostSeconds * 1000)
        {
            return DateTimeOffset.UnixEpoch.AddSeconds(unix < MostSeconds ? unix : unix / 1000);
        }

        // Other orders of day and month could be read too, and nobody can tell which is which.
        if (text.Length >= 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            return moment;
        }

        Refuse(field, "no time as 2026-01-31T12:00:00Z or in Unix seconds");
        return null;
    }

    /// <summary>Notes that a text is not what the field needs.</summary>
    public void Refuse(ImportField field, string isWhat)
    {
        var text = row[field]!;
        errors.Add(new RowError(ImportColumns.NameOf(field), $"'{(text.Length > ShownCharacters ? text[..ShownCharacters] + "…" : text)}' is {isWhat}."));
    }
}
