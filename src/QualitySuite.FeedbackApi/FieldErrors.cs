using System.Globalization;
using System.Text;

namespace QualitySuite.FeedbackApi;

/// <summary>Collects what is wrong with the fields of a submission: each message names the limit and what was given.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public IReadOnlyDictionary<string, string[]> ByField => _errors;

    public void Add(string field, string message) =>
        _errors[field] = _errors.TryGetValue(field, out var earlier) ? [.. earlier, message] : [message];

    /// <summary>Checks a text that must be there and be at most <paramref name="limit"/> characters.</summary>
    public void RequireText(string field, string? value, int limit, bool mayBeEmpty = false)
    {
        if (value is null || (!mayBeEmpty && string.IsNullOrWhiteSpace(value)))
        {
            Add(field, $"Required: a string of {(mayBeEmpty ? 0 : 1)} to {Number(limit)} characters, and it is {(value is null ? "missing" : "empty")}.");
            return;
        }

        CheckText(field, value, limit);
    }

    /// <summary>Checks a text that may be absent.</summary>
    public void CheckText(string field, string? value, int limit)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > limit)
        {
            Add(field, $"At most {Number(limit)} characters; this string has {Number(value.Length)}.");
        }
        else if (value.Contains('\0', StringComparison.Ordinal))
        {
            Add(field, "The character U+0000 cannot be stored; this string has one.");
        }
        else if (!IsWellFormed(value))
        {
            Add(field, "Must be well-formed Unicode; this string has half of a surrogate pair.");
        }
    }

    /// <summary>Checks an id that may be absent but not empty: an empty one is a client's mistake, and every repeat of it would be dropped as a retry.</summary>
    public void CheckId(string field, string? value, int limit)
    {
        if (value is not null)
        {
            RequireText(field, value, limit);
        }
    }

    /// <summary>Checks a number that may be absent.</summary>
    public void CheckRange(string field, double? value, double low, double high, string unit)
    {
        if (value is { } number && !(number >= low && number <= high))
        {
            Add(field, $"A number from {Number(low)} to {Number(high)}{unit}; this is {Number(number)}.");
        }
    }

    /// <summary>Reads a UUID; a missing or malformed one is an error.</summary>
    public Guid RequireUuid(string field, string? value)
    {
        if (Guid.TryParse(value, out var id))
        {
            return id;
        }

        Add(field, value is null
            ? "Required: a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057, and it is missing."
            : $"A UUID such as 01890a5d-ac96-774b-bcce-b302099a8057; this string of {Number(value.Length)} characters is none.");
        return Guid.Empty;
    }

    /// <summary>Checks a time that the client says; <paramref name="now"/> is ours.</summary>
    public void CheckTime(string field, DateTimeOffset? value, DateTimeOffset now, TimeSpan oldest, TimeSpan skew)
    {
        if (value > now + skew)
        {
            Add(field, $"At most {Number(skew.TotalMinutes)} minutes in the future; this time is {Number(Math.Round((value.Value - now).TotalMinutes, 1))} minutes ahead.");
        }
        else if (value < now - oldest)
        {
            Add(field, $"At most {Number(oldest.TotalDays)} days in the past; this time is {Number(Math.Round((now - value.Value).TotalDays, 1))} days ago.");
        }
    }

    private static bool IsWellFormed(string text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    private static string Number(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);
}
