using System.Globalization;

namespace QualitySuite.Reviewer.Display;

/// <summary>Times for people: relative in the text, absolute with its zone on hover.</summary>
internal static class RelativeTime
{
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        var distance = age.Duration();
        var text = distance switch
        {
            { TotalSeconds: < 45 } => "moments",
            { TotalMinutes: < 1.5 } => "a minute",
            { TotalMinutes: < 60 } => Whole(distance.TotalMinutes, "minutes"),
            { TotalHours: < 1.5 } => "an hour",
            { TotalHours: < 36 } => Whole(distance.TotalHours, "hours"),
            _ => Whole(distance.TotalDays, "days"),
        };
        return age < TimeSpan.Zero ? "in " + text : text + " ago";
    }

    public static string Absolute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its largest fitting unit, for instance <c>4 min</c>.</summary>
    public static string Length(double seconds) => seconds switch
    {
        < 1 => "under 1 s",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 86_400:0} d"),
    };

    private static string Whole(double amount, string unit) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(amount):0} {unit}");
}
