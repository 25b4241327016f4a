using System.Diagnostics;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>What a manifest entry must hold beyond its JSON types; each message names the field.</summary>
internal static class PartValidation
{
    private const int LargestSide = 4096;

    public static void Check(PartManifest part)
    {
        Require(part.Name.Length > 0, "name", "is empty");
        Require(!part.Name.Contains('/', StringComparison.Ordinal), "name", "holds a '/', which parts a pack's name from a part's");
        foreach (var file in part.Files)
        {
            Require(file.Path.Length > 0, "path", "is empty");
            Require(file.Sha256.Length == 64 && file.Sha256.All(char.IsAsciiHexDigitLower),
                "sha256", $"of '{file.Path}' must be 64 lower-case hexadecimal digits");
        }

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
            case DualEncoderManifest encoder:
                CheckDualEncoder(encoder);
                break;
            case HeadManifest head:
                CheckHead(head);
                break;
            case BrisqueManifest brisque:
                CheckCanary(brisque.Canary, outputs: 1);
                break;
            default:
                throw new UnreachableException($"Nothing is known of the kind {part.GetType().Name}.");
        }
    }

    private static void CheckClassifier(ClassifierManifest part)
    {
        CheckInput(part.Input, "input");
        Require(part.MaxBatch is null or >= 1, "maxBatch", "must be at least 1");
        CheckRules(part.Metrics, part.Labels);
        Require(part.Activation != ClassifierActivation.Sigmoid || part.Metrics.All(r => r.Labels.Count == 1), "metrics", "adds up labels that do not exclude one another");
        if (part.Canary is { } canary)
        {
            CheckCanary(canary, part.Labels.Count);
        }
    }

    private static void CheckHead(HeadManifest part)
    {
        Require(part.Layers is null != part.Prompts is null, "layers", "goes without 'prompts': a head has one of the two");
        Require(part.Layers is null || part.Layers.Count > 0, "layers", "is empty");
        Require(part.Layers is null || part.Layers.All(l => l is not null), "layers", "holds a null");
        Require(part.Labels is null == part.Layers is null, "labels", "goes with 'layers'; the keys of 'prompts' are its labels");
        Require(part.Prompts is null || part.Prompts.Values.All(t => t is { Count: > 0 } && t.All(text => !string.IsNullOrWhiteSpace(text))), "prompts", "has a label without texts, or a blank text");
        Require(part.Scale > 0 && double.IsFinite(part.Scale), "scale", "must be positive");
        CheckRules(part.Metrics, part.OutputLabels);
        Require(part.Output != HeadOutput.Value || part.Metrics.All(r => r.Labels.Count == 1), "metrics", "adds up values that are no probabilities");
        Require(part.Encoder.Split('/') is [{ Length: > 0 }] or [{ Length: > 0 }, { Length: > 0 }], "encoder", "must be a part of this pack or 'pack/part'");
        if (part.Canary is { } canary)
        {
            Require(canary.Tolerance > 0, "canary.tolerance", "must be positive");
            Require(canary.Outputs.Count == part.OutputLabels.Count, "canary.outputs", $"has {canary.Outputs.Count} numbers where the head gives {part.OutputLabels.Count}");
        }
    }

    private static void CheckRules(IReadOnlyList<MetricRule> rules, IReadOnlyList<string> labels)
    {
        Require(labels.Count > 0, "labels", "is empty");
        Require(labels.All(l => l is not null), "labels", "holds a null");
        Require(labels.Distinct(StringComparer.Ordinal).Count() == labels.Count, "labels", "repeats a label");
        Require(rules.Count > 0, "metrics", "is empty");
        Require(rules.All(r => r is not null), "metrics", "holds a null");
        foreach (var rule in rules)
        {
            Require(rule.Labels.Count > 0, "metrics", $"gives '{rule.Metric}' no labels");
            Require(rule.Labels.Distinct(StringComparer.Ordinal).Count() == rule.Labels.Count, "metrics", $"repeats a label for '{rule.Metric}'");
            Require(rule.Threshold is null or (> 0 and <= 1), "metrics", $"has a threshold for '{rule.Metric}' that is not in (0, 1]");
            foreach (var label in rule.Labels)
            {
                Require(labels.Contains(label, StringComparer.Ordinal), "metrics", $"uses the label '{label}', which 'labels' does not hold");
            }
        }
    }

    private static void CheckDualEncoder(DualEncoderManifest part)
    {
        CheckInput(part.Image.Input, "image.input");
        Require(part.Dimension is >= 2 and <= 65_536, "dimension", "must be 2 to 65536");
        Require(part.MaxBatch is null or >= 1, "maxBatch", "must be at least 1");
        Require(part.Text.MaxBatch is null or >= 1, "text.maxBatch", "must be at least 1");
        Require(part.Metric is null or "clip_score", "metric", $"is '{part.Metric}': the cosine of image and prompt gives clip_score");
        CheckTokenizer(part.Text.Tokenizer);
        if (part.Words is { } words)
        {
            WordsValidation.Check(words, Require);
        }

        if (part.Canary is not { } canary)
        {
            return;
        }

        CheckCanary(canary.Image, canary.ImageEmbedding.Count);
        Require(canary.ImageEmbedding.Count is >= 1 && canary.ImageEmbedding.Count <= part.Dimension, "canary.imageEmbedding", "must hold 1 to 'dimension' numbers");
        Require(canary.TextEmbedding.Count is >= 1 && canary.TextEmbedding.Count <= part.Dimension, "canary.textEmbedding", "must hold 1 to 'dimension' numbers");
    }

    private static void CheckTokenizer(TokenizerManifest tokenizer)
    {
        const string Field = "text.tokenizer";
        Require(tokenizer.Length is >= 3 and <= 65_536, $"{Field}.length", "must be 3 to 65536");
        var isClip = tokenizer.Kind == TokenizerKind.ClipBpe;
        RequireFor(isClip, tokenizer.Vocabulary, "vocabulary");
        RequireFor(isClip, tokenizer.Merges, "merges");
        RequireFor(!isClip, tokenizer.File, "file");
        Require(!isClip || tokenizer.PadToken is null, $"{Field}.padToken", "does not go with the kind clip_bpe");
        Require(!isClip || tokenizer.Lowercase is null, $"{Field}.lowercase", "does not go with the kind clip_bpe");
        Require(tokenizer.PadToken is null or { Length: > 0 }, $"{Field}.padToken", "is empty");

        void RequireFor(bool expected, PackFile? file, string name)
        {
            var kind = isClip ? "clip_bpe" : "tokenizer_json";
            Require(file is not null || !expected, $"{Field}.{name}", $"is missing, which the kind {kind} needs");
            Require(file is null || expected, $"{Field}.{name}", $"does not go with the kind {kind}");
        }
    }

    private static void CheckInput(TensorInput input, string field)
    {
        Require(input.Width is >= 1 and <= LargestSide, $"{field}.width", $"must be 1 to {LargestSide}");
        Require(input.Height is >= 1 and <= LargestSide, $"{field}.height", $"must be 1 to {LargestSide}");
        var alignsCorners = input.Resize == ResizeMethod.BilinearAlignCorners;
        var hasTiles = input.Resize == ResizeMethod.WholeAndTiles;
        Require(!hasTiles || input.Height % 2 == 0, $"{field}.height", "must be even for whole_and_tiles, whose tiles are half as high");
        Require(!hasTiles || input.Width == 2 * input.Height, $"{field}.width", "must be twice the height for whole_and_tiles");
        Require(alignsCorners || hasTiles || input.Width == input.Height, $"{field}.height", "must be the width for this way of resizing");
        Require(!alignsCorners || input.Mean is null, $"{field}.mean", "is not known for this way of resizing");
        Require(input.Mean is null or { Count: 3 }, $"{field}.mean", "must hold three numbers");
        Require(input.Std is null or { Count: 3 } && (input.Std?.All(s => s > 0) ?? true), $"{field}.std", "must hold three positive numbers");
        Require(input.Mean is null == input.Std is null, $"{field}.std", "goes with 'mean': both or neither");
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
