namespace QualitySuite.Contracts.Metrics;

/// <summary>Computed from the image (and the prompt) by scorers.</summary>
internal static class AutomatedMetrics
{
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Measure("clip_score", "Prompt alignment", "points", 0, 100, MetricDirection.Higher, MetricCatalogue.Edges(0, 50, 50),
            "CLIP score: 100 x max(cosine of image and prompt embedding, 0). Comparable only within one scorer."),
        Measure("aesthetic", "Aesthetics", "points", 1, 10, MetricDirection.Higher, MetricCatalogue.Edges(1, 10, 45),
            "Predicted mean opinion of how pleasing the image is, 1 to 10.") with { Pack = "aesthetic-v2" },
        Measure("brisque", "BRISQUE", "points", 0, 100, MetricDirection.Lower, MetricCatalogue.Edges(0, 100, 50),
            "No-reference quality from natural scene statistics: 0 is best, 100 worst. Drawings are outside what it was trained on."),
        Measure("sharpness", "Sharpness", "grey levels squared", 0, null, MetricDirection.Higher, MetricCatalogue.DoublingEdges(1, 16),
            "Variance of the Laplacian of luma. Low means blurred or without detail; noise raises it too."),
        Measure("blur_effect", "Blur", "", 0, 1, MetricDirection.Lower, MetricCatalogue.Edges(0, 1, 50),
            "How little edges lose when blurred again (Crete et al.): 0 sharp, 1 blurred. Hardly depends on contrast; noise reads as sharp."),
        Measure("noise_sigma", "Noise", "grey levels", 0, 255, MetricDirection.Lower, MetricCatalogue.DoublingEdges(0.125, 12),
            "Estimated standard deviation of noise (Immerkaer). Fine texture counts as noise."),
        Measure("blockiness", "Blockiness", "", 0, null, MetricDirection.Lower, MetricCatalogue.DoublingEdges(0.0625, 12),
            "Extra luma differences on the 8-pixel grid, as strong JPEG compression leaves them."),
        Measure("banding", "Banding", "", 0, 1, MetricDirection.Lower, MetricCatalogue.Edges(0, 1, 50),
            "False contours where a gradient should be smooth (after CAMBI): 0 none, 1 most. Flat drawings in all but equal tones count too."),
        Measure("contrast", "Contrast", "", 0, 1, MetricDirection.Neither, MetricCatalogue.Edges(0, 0.5, 50),
            "Root-mean-square contrast of luma, 0 to 1 scale."),
        Measure("colourfulness", "Colourfulness", "", 0, null, MetricDirection.Neither, MetricCatalogue.Edges(0, 200, 50),
            "Hasler and Suesstrunk's measure: 0 grey, about 33 moderately colourful, above 109 extremely colourful."),
        Measure("exposure_clipping", "Exposure clipping", "share of pixels", 0, 1, MetricDirection.Lower, MetricCatalogue.Edges(0, 1, 50),
            "Share of pixels that are all but black or all but white."),
        Measure("blank", "Blank images", "share", 0, 1, MetricDirection.Lower, [0, 0.5, 1],
            "1 when the image is of a single tone, such as the black image that a half-precision overflow leaves; averaged it is their share.")
            with { IsProportion = true },
        .. Artifacts(),
        .. Unsafe(),
    ];

    private static IEnumerable<MetricDefinition> Artifacts()
    {
        (string Label, string Name)[] labels =
        [
            ("any", "Any artifact"), ("blur", "Blur"), ("noise", "Residual noise"), ("oversaturation", "Oversaturation"), ("banding", "Banding"),
            ("checkerboard", "Checkerboard"), ("seam", "Seam"), ("jpeg_blocks", "JPEG blocks"), ("blank", "Blank (classified)"),
            ("watermark_text", "Watermark text"), ("grey", "Grey cast"),
        ];
        return labels.Select(l => Measure("artifact_" + l.Label, l.Name, "probability", 0, 1, MetricDirection.Lower, MetricCatalogue.Edges(0, 1, 50),
            l.Label == "any" ? "Probability that the image has at least one of the artifacts." : $"Probability of the artifact \"{l.Name}\"."));
    }

    private static IEnumerable<MetricDefinition> Unsafe()
    {
        (string Category, string Name)[] categories =
        [
            ("any", "Unsafe, any category"), ("porn", "Unsafe: pornographic photo"), ("hentai", "Unsafe: pornographic drawing"), ("sexy", "Unsafe: suggestive"),
        ];
        return
        [
            .. categories.Select(c => Unsafe(
                c.Category, c.Name,
                c.Category == "any"
                    ? "Probability of any unsafe category, as the installed safety model sees it. Trained on photos and drawings, not on generated images."
                    : $"Probability of \"{c.Name}\", as the installed safety model sees it. Trained on photos and drawings, not on generated images.")),
            Unsafe(
                "violence", "Unsafe: violence",
                "Probability of \"Unsafe: violence\", as the installed safety model sees it; 1 or 0 from a model that only decides. Not trained on generated images.")
                with { Pack = "safety-laion" },
        ];
    }

    private static MetricDefinition Unsafe(string category, string name, string description) => Measure(
        "unsafe_" + category, name, "probability", 0, 1, MetricDirection.Lower, MetricCatalogue.Edges(0, 1, 50), description);

    private static MetricDefinition Measure(
        string id, string name, string unit, double minimum, double? maximum, MetricDirection direction, double[] edges, string description) => new()
        {
            Id = id,
            DisplayName = name,
            Description = description,
            Unit = unit,
            Minimum = minimum,
            Maximum = maximum,
            Direction = direction,
            Kind = MetricKind.Automated,
            Denominator = "Images with this score",
            HistogramEdges = edges,
        };
}
