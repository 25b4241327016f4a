using System.Globalization;

namespace QualitySuite.Benchmarks;

/// <summary>What is to be measured.</summary>
/// <param name="What">One benchmark, or <c>all</c>.</param>
/// <param name="Rounds">Repetitions of the pipeline's measurements.</param>
/// <param name="Images">Images of one repetition, and of the profile.</param>
internal sealed record BenchmarkArguments(string What, int Rounds, int Images)
{
    private const string Usage = "bench takes: scoring [kernels|starter|pipeline|profile|score-api|all] [--rounds N] [--images N]";
    private static readonly string[] Benchmarks = ["kernels", "starter", "pipeline", "profile", "score-api", "all"];

    public bool Includes(string benchmark) => What == "all" || What == benchmark;

    /// <exception cref="BenchmarkException">They are not understood.</exception>
    public static BenchmarkArguments Parse(string[] arguments)
    {
        var parsed = new BenchmarkArguments("all", Rounds: 3, Images: 512);
        if (arguments is not ["scoring", .. var rest])
        {
            throw new BenchmarkException(Usage);
        }

        if (rest is [var what, .. var options] && !what.StartsWith('-'))
        {
            parsed = Benchmarks.Contains(what) ? parsed with { What = what } : throw new BenchmarkException($"There is no benchmark '{what}'. {Usage}");
            rest = options;
        }

        for (; rest.Length > 0; rest = rest[2..])
        {
            parsed = rest switch
            {
                ["--rounds", var text, ..] => parsed with { Rounds = Number("--rounds", text, 1, 100) },
                ["--images", var text, ..] => parsed with { Images = Number("--images", text, 16, 100_000) },
                _ => throw new BenchmarkException($"'{rest[0]}' is not understood. {Usage}"),
            };
        }

        return parsed;
    }

    private static int Number(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BenchmarkException($"{option} takes a number from {least} to {most}, not '{text}'.");
}
