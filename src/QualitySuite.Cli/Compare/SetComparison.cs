using QualitySuite.Cli.Score;
using QualitySuite.Scoring;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Compare;

/// <summary>Two sets of embeddings by one encoder.</summary>
/// <param name="Encoder">What computed them.</param>
/// <param name="Images">Of each set, the same number: distances and diversity depend on it.</param>
/// <param name="Cmmd">CMMD of the two, 0 for equal sets.</param>
/// <param name="CmmdNoChange">What it is below in 95 % of cases where both sets are drawn from one source.</param>
/// <param name="Frechet">Squared Fréchet distance, 0 for equal sets.</param>
/// <param name="VendiA">Effective number of different images.</param>
/// <param name="VendiB">Effective number of different images.</param>
/// <param name="Note">What to bear in mind; null: nothing.</param>
internal sealed record SetComparison(EncoderIdentity Encoder, int Images, double Cmmd, double CmmdNoChange, double Frechet, double VendiA, double VendiB, string? Note)
{
    /// <summary>The permutation test keeps a number for each two images of both sides: 128 MB at this size.</summary>
    private const int MostImages = 2_000;

    /// <summary>Any: with the same one the same sets have the same level.</summary>
    private const int Seed = 1;

    /// <summary>One for each encoder that both sides have embeddings of, of two images at least.</summary>
    public static IEnumerable<SetComparison> Of(ScoreSet a, ScoreSet b, Pairing pairing, CancellationToken cancellationToken)
    {
        foreach (var encoder in a.Encoders.Where(e => b.Encoders.Any(other => other.Identity == e.Identity)))
        {
            var (first, second) = (Embeddings(pairing.A, encoder), Embeddings(pairing.B, encoder));
            var n = Math.Min(Math.Min(first.Count, second.Count), MostImages);
            if (n >= 2)
            {
                yield return Of(encoder, Matrix(first, n, encoder), Matrix(second, n, encoder), Math.Max(first.Count, second.Count), cancellationToken);
            }
        }
    }

    private static SetComparison Of(EncoderIdentity encoder, EmbeddingMatrix first, EmbeddingMatrix second, int most, CancellationToken cancellationToken)
    {
        List<string> notes = [];
        if (most > first.Count)
        {
            notes.Add($"{first.Count} images of each side, spread evenly over their names: the numbers depend on how many there are");
        }

        if (first.Count <= encoder.Dimension)
        {
            notes.Add($"{first.Count} images are few for {encoder.Dimension} dimensions: the Fréchet distance is biased upwards; compare it only at equal numbers");
        }

        var cmmd = PermutationTest.Cmmd(second, first, PermutationTest.CmmdDrawings, Seed, cancellationToken: cancellationToken);
        return new SetComparison(
            encoder, first.Count, cmmd.Value, cmmd.NoChange.High, FrechetDistance.Between(first, second),
            VendiScore.OfEmbeddings(first), VendiScore.OfEmbeddings(second), notes.Count > 0 ? string.Join("; ", notes) : null);
    }

    private static List<ReadOnlyMemory<float>> Embeddings(IReadOnlyList<ScoredImage> images, EncoderIdentity encoder) =>
        [.. images.SelectMany(image => image.Embeddings.Where(e => e.Encoder == encoder.Identity && e.Values.Length == encoder.Dimension)).Select(e => e.Values)];

    private static EmbeddingMatrix Matrix(List<ReadOnlyMemory<float>> rows, int n, EncoderIdentity encoder)
    {
        var values = new float[n * encoder.Dimension];
        for (var i = 0; i < n; i++)
        {
            rows[(int)((long)i * rows.Count / n)].CopyTo(values.AsMemory(i * encoder.Dimension));
        }

        return new EmbeddingMatrix(values, n, encoder.Dimension);
    }
}
