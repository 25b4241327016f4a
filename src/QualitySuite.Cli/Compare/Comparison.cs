using QualitySuite.Cli.Score;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Statistics;

namespace QualitySuite.Cli.Compare;

/// <summary>Two sets of scored images put against each other, B minus A.</summary>
internal sealed record Comparison(ScoreSet A, ScoreSet B, Pairing Pairing, IReadOnlyList<MetricComparison> Metrics, IReadOnlyList<SetComparison> Sets)
{
    /// <summary>Below it the adjusted p value says that there is a difference.</summary>
    public const double Alpha = 0.05;

    public const string AlphaText = "0.05";

    /// <summary>How many tests Holm's adjustment is for.</summary>
    public int Tests => Metrics.Count(m => m.AdjustedP is not null);

    public static Comparison Of(ScoreSet a, ScoreSet b, PairingMode mode, CancellationToken cancellationToken)
    {
        var pairing = Pairing.Of(a, b, mode);
        List<MetricComparison> metrics =
        [
            .. ScoreSet.Order(a.Scorers.Concat(b.Scorers)).Select(s => s.Metric).Distinct().SelectMany(metric => Compare(a, b, pairing, metric)),
        ];
        return new Comparison(a, b, pairing, Adjust(metrics), [.. SetComparison.Of(a, b, pairing, cancellationToken)]);
    }

    /// <summary>One for each scorer of the metric that both sides have, or one that says why there is none.</summary>
    private static IEnumerable<MetricComparison> Compare(ScoreSet a, ScoreSet b, Pairing pairing, string metric)
    {
        var definition = MetricSummary.Define(metric);
        List<string> ofA = [.. ScorersOf(a, metric)], ofB = [.. ScorersOf(b, metric)];
        List<string> common = [.. ofA.Intersect(ofB)];
        if (common.Count == 0)
        {
            var reason = ofA.Count == 0 ? "cannot say: A does not have it" : ofB.Count == 0 ? "cannot say: B does not have it" : "cannot say: two different scorers";
            return [new MetricComparison(definition, metric, Scorer: null, default, default, Test: null, AdjustedP: null, Verdict.CannotSay, reason)];
        }

        return common.Select(scorer => Compare(a, b, pairing, definition, scorer));
    }

    private static MetricComparison Compare(ScoreSet a, ScoreSet b, Pairing pairing, MetricDefinition metric, string scorer)
    {
        var (atA, atB) = (a.IndexOf(scorer), b.IndexOf(scorer));
        double[] left = [.. pairing.A.Select(image => image.Values[atA])], right = [.. pairing.B.Select(image => image.Values[atB])];
        if (pairing.IsPaired)
        {
            bool[] both = [.. left.Zip(right).Select(pair => !double.IsNaN(pair.First) && !double.IsNaN(pair.Second))];
            (left, right) = ([.. left.Where((_, i) => both[i])], [.. right.Where((_, i) => both[i])]);
        }
        else
        {
            (left, right) = ([.. left.Where(value => !double.IsNaN(value))], [.. right.Where(value => !double.IsNaN(value))]);
        }

        var test = pairing.IsPaired ? MeanComparison.Paired(left, right) : MeanComparison.Welch(left, right);
        var (verdict, why) = First(metric, test, Math.Min(left.Length, right.Length));
        return new MetricComparison(metric, a.ColumnOf(atA), scorer, SampleMoments.Of(left), SampleMoments.Of(right), test, AdjustedP: null, verdict, why);
    }

    /// <summary>What can be said before the p values are adjusted; <see cref="Verdict.NoClearDifference"/> stands for a test that counts.</summary>
    private static (Verdict Verdict, string? Reason) First(MetricDefinition metric, MeanDifference? test, int n)
    {
        var needed = metric.IsProportion ? PresentationStandard.LeastTrials : PresentationStandard.LeastValues;
        return test switch
        {
            _ when n == 0 => (Verdict.CannotSay, "cannot say: no image has it on both sides"),
            _ when n < needed => (Verdict.CannotSay, $"cannot say yet (n = {n}, needs {needed})"),
            { T: null, Difference: 0 } => (Verdict.Equal, null),
            { T: null } => (Verdict.CannotSay, "cannot say: nothing varies, so that chance cannot be weighed"),
            { Reliable: false } => (Verdict.CannotSay, $"cannot say yet ({test.DegreesOfFreedom:0.0} degrees of freedom, needs {MeanDifference.LeastDegreesOfFreedom})"),
            _ => (Verdict.NoClearDifference, null),
        };
    }

    private static List<MetricComparison> Adjust(List<MetricComparison> metrics)
    {
        List<int> tested = [.. Enumerable.Range(0, metrics.Count).Where(i => metrics[i].Verdict == Verdict.NoClearDifference)];
        var adjusted = HolmAdjustment.Adjust([.. tested.Select(i => metrics[i].Test!.PValue!.Value)]);
        for (var i = 0; i < tested.Count; i++)
        {
            var metric = metrics[tested[i]];
            metrics[tested[i]] = metric with
            {
                AdjustedP = adjusted[i],
                Verdict = adjusted[i] < Alpha ? Direct(metric.Metric.Direction, metric.Test!.Difference > 0) : Verdict.NoClearDifference,
            };
        }

        return metrics;
    }

    private static Verdict Direct(MetricDirection direction, bool higher) => direction switch
    {
        MetricDirection.Higher => higher ? Verdict.Better : Verdict.Worse,
        MetricDirection.Lower => higher ? Verdict.Worse : Verdict.Better,
        MetricDirection.Neither => higher ? Verdict.Higher : Verdict.Lower,
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, message: null),
    };

    private static IEnumerable<string> ScorersOf(ScoreSet set, string metric) => set.Scorers.Where(s => s.Metric == metric).Select(s => s.Identity);
}
