using System.Numerics.Tensors;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Faults;
using QualitySuite.Scoring;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Evaluate;

/// <summary>Makes figures of scored images.</summary>
/// <param name="scorer">What compares image and prompt.</param>
/// <param name="images">Scored.</param>
/// <param name="prompts">Those of the right images, embedded, in their order.</param>
internal sealed class AlignmentEvaluation(ScorerIdentity scorer, EvaluationImages images, IReadOnlyList<Embedding> prompts)
{
    public AlignmentResult Evaluate(EvaluationSizes sizes) => new(
        [.. Mismatches()],
        [.. Enum.GetValues<DrawingStyle>().Select(style => new StyleRow(
            style,
            Row(MismatchRow.Attribute, images.Mismatched[Fault.WrongAttribute].Where(pair => pair.Style == style)),
            Row(MismatchRow.Count, images.Mismatched[Fault.WrongCount].Where(pair => pair.Style == style))))],
        Retrieval(sizes.Prompts),
        sizes.Prompts,
        [.. EvaluationImages.VersionFaults.Select(Version)]);

    private IEnumerable<MismatchRow> Mismatches()
    {
        var attributes = images.Mismatched[Fault.WrongAttribute];
        yield return Row(MismatchRow.Attribute, attributes);
        yield return Row("of these, colours swapped", attributes.Where(pair => pair.HasSwappedColours));
        yield return Row("of these, a colour changed", attributes.Where(pair => !pair.HasSwappedColours));
        yield return Row(MismatchRow.Count, images.Mismatched[Fault.WrongCount]);
        yield return Row("wrong relation", images.Mismatched[Fault.WrongRelation]);
        yield return Row("wrong object", images.Mismatched[Fault.WrongObject]);
        yield return Row("prompt of another image", [.. images.Right.Select((image, i) => (ScoreOf(image), Compare(i, Another(i))))]);
    }

    private int Another(int image) => (image + 1 + new Random(Seeds.Of(EvaluationImages.Seed, "another prompt", image)).Next(prompts.Count - 1)) % prompts.Count;

    private MismatchRow Row(string kind, IEnumerable<ImagePair> pairs) => Row(kind, [.. pairs.Select(pair => (ScoreOf(pair.Right), ScoreOf(pair.Wrong)))]);

    private static MismatchRow Row(string kind, IReadOnlyList<(double Right, double Wrong)> pairs) => new(
        kind,
        RocArea.Of([.. pairs.Select(pair => pair.Wrong)], [.. pairs.Select(pair => pair.Right)]),
        new CountedShare(pairs.Count(pair => pair.Right > pair.Wrong), pairs.Count));

    /// <summary>Images are taken in groups of as many as there are prompts to choose from; what is left over is left out.</summary>
    private CountedShare Retrieval(int among)
    {
        var asked = images.Right.Count / among * among;
        return new CountedShare(Enumerable.Range(0, asked).Count(image => FindsItsPrompt(image, image / among * among, among)), asked);
    }

    private bool FindsItsPrompt(int image, int first, int among)
    {
        var own = Compare(image, image);
        return Enumerable.Range(first, among).All(other => images.Right[other].Prompt == images.Right[image].Prompt || Compare(image, other) < own);
    }

    private VersionRow Version(Fault fault)
    {
        double[] right = [.. images.Versions[Fault.None].Select(ScoreOf)], faulty = [.. images.Versions[fault].Select(ScoreOf)];
        return new VersionRow(fault, faulty.Length, right.Average(), MeanComparison.Welch(right, faulty));
    }

    private double ScoreOf(EvaluationImage image) => image[scorer];

    /// <summary>The score that a right image would have with the prompt of another.</summary>
    private double Compare(int image, int prompt)
    {
        var embedding = images.Right[image].Embeddings.First(found => found.Encoder == prompts[prompt].Encoder);
        return 100 * Math.Clamp(TensorPrimitives.Dot(embedding.Values.Span, prompts[prompt].Values.Span), 0, 1);
    }
}
