using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using FsCheck.Xunit;

namespace QualitySuite.Imaging.Tests.ModelInputs;

public sealed class ModelInputTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static TheoryData<ModelInputExpectation> Cases =>
        [.. JsonSerializer.Deserialize<ModelInputExpectation[]>(Fixture.Bytes("model_inputs.json"), s_json) ?? throw new InvalidDataException()];

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Numbers_are_those_of_transformers_and_torchvision_to_the_last_bit(ModelInputExpectation expected)
    {
        var options = new ModelInputOptions
        {
            Size = expected.Size,
            Crop = expected.Crop,
            CropRounding = expected.Rounding,
            Filter = expected.Filter,
            Mean = new ChannelValues(expected.Mean[0], expected.Mean[1], expected.Mean[2]),
            Deviation = new ChannelValues(expected.Deviation[0], expected.Deviation[1], expected.Deviation[2]),
            Layout = expected.Layout,
        };
        using var image = Pictures.Computed(expected.Width, expected.Height, expected.Seed);
        var input = new float[options.Length];
        ModelInput.Fill(image, options, input);
        Assert.Equal(expected.First, input[..4]);
        Assert.Equal(expected.Sha256, Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(input))));
    }

    [Property(MaxTest = 100)]
    public void Vector_and_plain_versions_make_equal_bits(byte width, byte height, int seed)
    {
        using var image = Pictures.Computed(1 + (width % 70), 1 + (height % 30), seed & 0xFFFF);
        var options = new ModelInputOptions();
        foreach (var layout in Enum.GetValues<ModelInputLayout>())
        {
            var (vector, plain) = (new float[image.Pixels.Length], new float[image.Pixels.Length]);
            ModelInput.Normalise(image, options with { Layout = layout }, vector);
            Normalisation.Plain(image.Pixels, options.Mean, options.Deviation, layout, plain, first: 0);
            Assert.Equal(plain, vector);
        }
    }

    [Fact]
    public void Every_level_normalises_as_transformers_does_it_in_double_precision()
    {
        using var image = new RgbImage(256, 1);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = (byte)(i / 3);
        }

        var input = new float[image.Pixels.Length];
        ModelInput.Normalise(image, new ModelInputOptions(), input);
        Assert.Equal(Enumerable.Range(0, 256).Select(x => ((float)(x * (1 / 255.0)) - 0.48145466f) / 0.26862954f), input[..256]);
    }

    [Fact]
    public void A_very_long_image_costs_no_more_than_what_is_kept_of_it()
    {
        using var image = Pictures.Computed(30_000, 1, 4);
        var options = new ModelInputOptions();
        var input = new float[options.Length];
        var before = GC.GetAllocatedBytesForCurrentThread();
        ModelInput.Fill(image, options, input);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(224, 225)]
    [InlineData(224, 0)]
    public void Sizes_that_cannot_be_are_refused(int size, int? crop)
    {
        using var image = Pictures.Flat(4, 4, 1, 2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelInput.Resize(image, new ModelInputOptions { Size = size, Crop = crop }));
    }

    [Fact]
    public void A_deviation_of_zero_or_a_short_destination_is_refused()
    {
        using var image = Pictures.Flat(4, 4, 1, 2, 3);
        var options = new ModelInputOptions();
        Assert.Throws<ArgumentException>(() => ModelInput.Normalise(image, options with { Deviation = new(1, 0, 1) }, new float[48]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModelInput.Normalise(image, options, new float[47]));
    }
}

public sealed record ModelInputExpectation(
    int Width, int Height, int Seed, int Size, int? Crop, CropRounding Rounding, ResampleFilter Filter, float[] Mean, float[] Deviation,
    ModelInputLayout Layout, float[] First, string Sha256);
