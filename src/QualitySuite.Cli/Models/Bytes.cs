using System.Globalization;

namespace QualitySuite.Cli.Models;

/// <summary>Sizes for people, in powers of ten.</summary>
internal static class Bytes
{
    public static string Format(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0} MB"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} bytes"),
    };
}
