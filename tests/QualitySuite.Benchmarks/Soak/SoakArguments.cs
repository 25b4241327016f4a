using System.Globalization;

namespace QualitySuite.Benchmarks.Soak;

/// <summary>How long, and which schedule of faults.</summary>
internal sealed record SoakArguments(double Minutes, int Seed)
{
    private const string Usage = "soak takes: [--minutes N] [--seed N]";

    /// <exception cref="BenchmarkException">They are not understood.</exception>
    public static SoakArguments Parse(string[] arguments)
    {
        var parsed = new SoakArguments(Minutes: 30, Seed: 1);
        for (; arguments.Length > 0; arguments = arguments[2..])
        {
            parsed = arguments switch
            {
                ["--minutes", var text, ..] when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes is >= 1 and <= 1_440
                    => parsed with { Minutes = minutes },
                ["--seed", var text, ..] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) => parsed with { Seed = seed },
                _ => throw new BenchmarkException($"'{string.Join(' ', arguments.Take(2))}' is not understood. {Usage}"),
            };
        }

        return parsed;
    }
}
