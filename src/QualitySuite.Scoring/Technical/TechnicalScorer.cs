using QualitySuite.Imaging;

namespace QualitySuite.Scoring.Technical;

/// <summary>The closed-form measures of <see cref="TechnicalMeasures"/> as scorers. They need no pack and are always there.</summary>
internal static class TechnicalScorer
{
    /// <summary>One row a measure; raise its version whenever an image would get another number, or old and new numbers mix in one trend.</summary>
    private static readonly (ScorerIdentity Scorer, Func<TechnicalMeasurement, double> Value)[] Measures =
    [
        (Identify("sharpness", "variance of the 3x3 Laplacian of BT.601 luma", version: 1), m => m.Sharpness),
        (Identify("blur_effect", "scikit-image's blur_effect of BT.601 luma, window 11", version: 1), m => m.BlurEffect),
        (Identify("noise_sigma", "Immerkaer's noise sigma of BT.601 luma", version: 1), m => m.NoiseSigma),
        (Identify("blockiness", "steps at the 8x8 grid over steps elsewhere, BT.601 luma", version: 1), m => m.Blockiness),
        (Identify("banding", "CAMBI's contrast-aware value at one scale, 64x64 windows of BT.601 luma", version: 1), m => m.Banding),
        (Identify("contrast", "RMS contrast of BT.601 luma", version: 1), m => m.Contrast),
        (Identify("colourfulness", "Hasler and Suesstrunk's M3 of sRGB", version: 1), m => m.Colourfulness),
        (Identify("exposure_clipping", "share of BT.601 luma at the ends of the scale", version: 1), m => m.ExposureClipping),
        (Identify("blank", "image of one tone, sRGB", version: 1), m => m.Blank),
    ];

    public static IReadOnlyList<ScorerIdentity> Scorers { get; } = [.. Measures.Select(m => m.Scorer)];

    public static void Score(RgbImage image, PreparedImage prepared)
    {
        if (!Scorers.Any(prepared.Wants))
        {
            return;
        }

        var measurement = TechnicalMeasures.Measure(image);
        foreach (var (scorer, value) in Measures)
        {
            prepared.Add(new Score(scorer.Metric, value(measurement), scorer.Identity));
        }
    }

    private static ScorerIdentity Identify(string metric, string formula, int version) => ScorerIdentity.Create(
        metric, $"{formula} (version {version})", ("kind", "technical"), ("formula", formula), ("version", $"{version}"));
}
