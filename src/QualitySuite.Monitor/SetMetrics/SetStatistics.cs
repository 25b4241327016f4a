using System.Globalization;
using QualitySuite.Statistics;

namespace QualitySuite.Monitor.SetMetrics;

/// <summary>The metrics of one set of images and its reference.</summary>
internal static class SetStatistics
{
    /// <summary>Below this a set says nothing: as with proportions elsewhere in the suite.</summary>
    public const int LeastImages = 30;

    /// <summary>Goes up when the same images would have other values than before.</summary>
    public const int Version = 1;

    private const string Vendi = "vendi_score";
    private const string Mmd = "mmd";
    private const string Frechet = "frechet_distance";

    private static readonly string[] All = [Vendi, Mmd, Frechet];

    // Any: with the same one a value that has not changed is computed to the same level again.
    private const int Seed = 1;

    /// <summary>All three, each with a value or the reason why it has none.</summary>
    /// <param name="set">The sample of the window.</param>
    /// <param name="reference">The sample of the days before; null: they have no image.</param>
    /// <param name="mostImages">How large a sample may be.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    public static IReadOnlyList<SetValue> Of(EmbeddingMatrix set, EmbeddingMatrix? reference, int mostImages, CancellationToken cancellationToken)
    {
        var (n, m) = (set.Count, reference?.Count ?? 0);
        if (n < LeastImages)
        {
            return TooFew(n, m);
        }

        SetValue Missing(string metric, int? needed, string why) => new(metric, Value: null, NoChange: null, n, m, needed, why);
        SetValue Found(string metric, TestedStatistic test) => new(metric, test.Value, test.NoChange, n, m);
        if (reference is null || m < LeastImages)
        {
            var few = $"It takes {LeastImages} images of the seven days before; there are {Number(m)}.";
            return [new SetValue(Vendi, VendiScore.OfEmbeddings(set), NoChange: null, n, m), Missing(Mmd, LeastImages, few), Missing(Frechet, LeastImages, few)];
        }

        return
        [
            Found(Vendi, PermutationTest.Vendi(set, reference, PermutationTest.VendiDrawings, Seed, cancellationToken: cancellationToken)),
            Found(Mmd, PermutationTest.Cmmd(set, reference, PermutationTest.CmmdDrawings, Seed, cancellationToken: cancellationToken)),
            WhyNoFrechet(n, m, set.Dimension, mostImages) is { } why
                ? Missing(Frechet, mostImages > set.Dimension ? set.Dimension + 1 : null, why)
                : Found(Frechet, PermutationTest.Frechet(set, reference, PermutationTest.FrechetDrawings, Seed, cancellationToken: cancellationToken)),
        ];
    }

    /// <summary>None of the three, because the day has too few images.</summary>
    /// <param name="images">In the sample of the window: less than <see cref="LeastImages"/>.</param>
    /// <param name="referenceImages">In that of the days before.</param>
    public static IReadOnlyList<SetValue> TooFew(int images, int referenceImages) =>
    [
        .. All.Select(metric => new SetValue(
            metric, Value: null, NoChange: null, images, referenceImages, LeastImages, $"It takes {LeastImages} images of the day; there are {Number(images)}.")),
    ];

    /// <summary>None of the three, because the embeddings cannot be computed with.</summary>
    public static IReadOnlyList<SetValue> Unusable(string why) =>
        [.. All.Select(metric => new SetValue(metric, Value: null, NoChange: null, Images: 0, ReferenceImages: 0, Missing: $"The stored embeddings cannot be used: {why}"))];

    /// <summary>A covariance of no more images than dimensions has directions without any extent, and the distance measures those.</summary>
    private static string? WhyNoFrechet(int n, int m, int dimension, int mostImages)
    {
        if (Math.Min(n, m) > dimension)
        {
            return null;
        }

        var takes = $"It takes more images than the encoder has dimensions, {Number(dimension + 1)} of the day and of the seven days before";
        return mostImages <= dimension
            ? $"{takes}; samples have {Number(mostImages)} at most (SetMetrics:MostImages)."
            : $"{takes}; there are {Number(n)} and {Number(m)}.";
    }

    private static string Number(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
