using System.Globalization;

namespace QualitySuite.Benchmarks.Ingest;

/// <summary>How long ingest is measured.</summary>
/// <param name="Seconds">Of each load.</param>
/// <param name="MemoryMinutes">Of the load in which memory is watched; 0: none.</param>
internal sealed record IngestArguments(int Seconds, int MemoryMinutes)
{
    private const string Usage = "bench takes: ingest [--seconds N] [--memory-minutes N]";

    /// <exception cref="BenchmarkException">They are not understood.</exception>
    public static IngestArguments Parse(string[] arguments)
    {
        var parsed = new IngestArguments(Seconds: 20, MemoryMinutes: 10);
        for (; arguments.Length > 0; arguments = arguments[2..])
        {
            parsed = arguments switch
            {
                ["--seconds", var text, ..] => parsed with { Seconds = Number(text, 1, 600) },
                ["--memory-minutes", var text, ..] => parsed with { MemoryMinutes = Number(text, 0, 120) },
                _ => throw new BenchmarkException($"'{arguments[0]}' is not understood. {Usage}"),
            };
        }

        return parsed;
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BenchmarkException($"A number from {least} to {most} is wanted, not '{text}'. {Usage}");
}
