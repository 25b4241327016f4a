using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>What a manifest entry must hold beyond its JSON types; each message names the field.</summary>
internal static class PartValidation
{
    private const int LargestSide = 4096;

    public static void Check(PartManifest part)
    {
        Require(part.Name.Length > 0, "name", "is empty");
        Require(part.Model.Path.Length > 0, "model.path", "is empty");
        Require(part.Model.Sha256.Length == 64 && part.Model.Sha256.All(char.IsAsciiHexDigitLower),
            "model.sha256", "must be 64 lower-case hexadecimal digits");
        foreach (var metric in part.MetricIds)
        {
            Require(MetricCatalogue.Find(metric) is { Kind: MetricKind.Automated }, "metrics",
                $"names '{metric}', which is no automated metric of the catalogue");
        }

        switch (part)
        {
            case ClassifierManifest classifier:
                CheckClassifier(classifier);
                break;
            case BrisqueManifest brisque:
                CheckCanary(brisque.Canary, outputs: 1);
                break;
        }
    }

    private static void CheckClassifier(ClassifierManifest part)
    {
        Require(part.Input.Width is >= 1 and <= LargestSide, "input.width", $"must be 1 to {LargestSide}");
        Require(part.Input.Height is >= 1 and <= LargestSide, "input.height", $"must be 1 to {LargestSide}");
        Require(part.Labels.Count > 0, "labels", "is empty");
        Require(part.Labels.All(l => l is not null), "labels", "holds a null");
        Require(part.Labels.Distinct(StringComparer.Ordinal).Count() == part.Labels.Count, "labels", "repeats a label");
        Require(part.MaxBatch is null or >= 1, "maxBatch", "must be at least 1");
        Require(part.Metrics.Count > 0, "metrics", "is empty");
        Require(part.Metrics.All(r => r is not null), "metrics", "holds a null");
        foreach (var rule in part.Metrics)
        {
            Require(rule.Labels.Count > 0, "metrics", $"gives '{rule.Metric}' no labels");
            Require(rule.Labels.Distinct(StringComparer.Ordinal).Count() == rule.Labels.Count, "metrics", $"repeats a label for '{rule.Metric}'");
            Require(rule.Threshold is null or (> 0 and <= 1), "metrics", $"has a threshold for '{rule.Metric}' that is not in (0, 1]");
            foreach (var label in rule.Labels)
            {
                Require(part.Labels.Contains(label, StringComparer.Ordinal), "metrics", $"uses the label '{label}', which 'labels' does not hold");
            }
        }

        CheckCanary(part.Canary, part.Labels.Count);
    }

    private static void CheckCanary(CanaryManifest canary, int outputs)
    {
        Require(canary.Block >= 1, "canary.block", "must be at least 1");
        Require(canary.Width is >= 1 and <= LargestSide, "canary.width", $"must be 1 to {LargestSide}");
        Require(canary.Height is >= 1 and <= LargestSide, "canary.height", $"must be 1 to {LargestSide}");
        Require(canary.Tolerance > 0, "canary.tolerance", "must be positive");
        Require(canary.Outputs.Count == outputs, "canary.outputs", $"has {canary.Outputs.Count} numbers where the model gives {outputs}");
    }

    private static void Require(bool condition, string field, string problem)
    {
        if (!condition)
        {
            throw new ModelPackException($"The field '{field}' {problem}.");
        }
    }
}
