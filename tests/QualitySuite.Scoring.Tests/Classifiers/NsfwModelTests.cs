using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Classifiers;

/// <summary>The converted model of the starter pack against the original, as TensorFlow.js 4.22.0 ran it (models/training/nsfw/canary.mjs).</summary>
public sealed class NsfwModelTests(StarterEngine starter) : IClassFixture<StarterEngine>
{
    public static TheoryData<uint, int, int, int, double[]> Recorded => new()
    {
        { 1, 1, 224, 224, [0.10339199, 0.00869901292, 0.887532473, 0.000171383013, 0.000205111559] },
        { 7, 1, 224, 224, [0.123048835, 0.0142416283, 0.861965418, 0.00034732715, 0.000396808173] },
        { 1, 56, 224, 224, [0.0141541762, 0.00436675688, 0.980200291, 0.000645578431, 0.000633233984] },
        { 7, 56, 224, 224, [0.00732868118, 0.00528298737, 0.982024312, 0.00354807149, 0.00181592489] },
        { 1, 25, 300, 200, [0.00121217791, 5.92084398e-05, 0.998390675, 0.000317919999, 2.00292779e-05] },
        { 7, 25, 300, 200, [0.000856668688, 4.62108364e-05, 0.998215973, 0.000844848342, 3.62297105e-05] },
        { 1, 40, 97, 333, [0.0094603654, 0.000953774608, 0.988605797, 0.000562732399, 0.000417299219] },
        { 7, 40, 97, 333, [0.0129666179, 0.00315481052, 0.981002808, 0.00159118755, 0.00128454936] },
        { 1, 90, 512, 512, [0.00159826747, 0.000393713271, 0.997804224, 0.000136970601, 6.67673157e-05] },
        { 7, 90, 512, 512, [0.00110314821, 0.000292576151, 0.99825424, 0.000220197355, 0.000129766981] },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Probabilities_agree_with_TensorFlow_js(uint seed, int block, int width, int height, double[] probabilities)
    {
        using var image = Pictures.Blocks(seed, block, width, height);

        using var prepared = starter.Engine.Prepare(image);
        starter.Engine.Run([prepared]);

        string[] metrics = ["unsafe_hentai", "unsafe_porn", "unsafe_sexy", "unsafe_any"];
        double[] expected = [probabilities[1], probabilities[3], probabilities[4], probabilities[1] + probabilities[3] + probabilities[4]];
        Assert.All(metrics.Zip(expected), pair => Assert.Equal(pair.Second, prepared.Scores.Single(s => s.Metric == pair.First).Value, 2e-6));
    }
}
