namespace QualitySuite.Imaging.Tests.Brisque;

public sealed class BrisqueTests
{
    private static readonly BrisqueModel s_model = Fixture.BrisqueModel();

    public static TheoryData<string> Names => [.. Fixture.Measured.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Features_are_those_of_OpenCV(string name)
    {
        using var image = Fixture.Image(name);
        using var grey = GreyPlane.From(image, GreyWeights.OpenCv);
        var features = new float[BrisqueFeatures.Count];
        Assert.True(BrisqueFeatures.TryCompute(grey.Pixels, grey.Width, grey.Height, features));
        for (var i = 0; i < features.Length; i++)
        {
            var expected = Fixture.Measured[name].BrisqueFeatures[i];
            var allowed = (2e-6 * Math.Abs(expected)) + 1e-9;
            Assert.True(Math.Abs(expected - features[i]) <= allowed, $"feature {i}: {features[i]:R}, OpenCV {expected:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_those_of_OpenCV(string name)
    {
        using var image = Fixture.Image(name);
        Assert.Equal(Fixture.Measured[name].Brisque, Assert.NotNull(s_model.Score(image)), 0.01);
    }

    [Theory]
    [InlineData(15, 40)]
    [InlineData(40, 15)]
    [InlineData(1, 1)]
    public void An_image_smaller_than_two_windows_has_no_value(int width, int height)
    {
        using var image = Pictures.Random(width, height, 3);
        Assert.Null(s_model.Score(image));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 33)]
    [InlineData(31, 16)]
    public void The_smallest_images_have_a_value_in_range(int width, int height)
    {
        using var image = Pictures.Random(width, height, 3);
        Assert.InRange(Assert.NotNull(s_model.Score(image)), 0, 100);
    }

    [Fact]
    public void An_image_of_one_tone_has_no_value_at_any_level()
    {
        for (var level = 0; level < 256; level++)
        {
            using var image = Pictures.Flat(40, 24, (byte)level, (byte)level, (byte)level);
            Assert.Null(s_model.Score(image));
        }
    }

    [Fact]
    public void A_blurred_or_noisy_or_blocky_picture_scores_worse_than_a_clean_one()
    {
        var scores = Fixture.Measured.Keys.ToDictionary(name => name, name =>
        {
            using var image = Fixture.Image(name);
            return Assert.NotNull(s_model.Score(image));
        });
        Assert.All(scores.Where(s => s.Key != "scene.png"), s => Assert.True(s.Value > scores["scene.png"] + 10, $"{s.Key}: {s.Value}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(117_967)]
    public void A_model_file_of_the_wrong_length_is_refused(int length)
    {
        using var stream = new MemoryStream(Fixture.Bytes("brisque.bin"), 0, length);
        Assert.Throws<InvalidDataException>(() => BrisqueModel.Load(stream));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        using var stream = new MemoryStream(Fixture.Bytes("scene.png"));
        Assert.Throws<InvalidDataException>(() => BrisqueModel.Load(stream));
    }
}
