using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Classifiers;

public sealed class TensorContractTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nchw")]
    [InlineData("nhwc")]
    public void Both_layouts_are_filled_as_the_model_expects(string layout)
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour(layout), layout,
            ("unsafe_porn", ["red"]), ("unsafe_hentai", ["green"]), ("unsafe_sexy", ["blue"]));
        using var engine = _folder.Open();
        using var image = Pictures.Plain(51, 102, 255, width: 30, height: 20);

        using var prepared = engine.Prepare(image);
        engine.Run([prepared]);

        Assert.Null(engine.Parts[0].Problem);
        Assert.Equal(0.2, Value(prepared, "unsafe_porn"), 1e-6);
        Assert.Equal(0.4, Value(prepared, "unsafe_hentai"), 1e-6);
        Assert.Equal(1.0, Value(prepared, "unsafe_sexy"), 1e-6);
    }

    [Theory]
    [InlineData("nchw")]
    [InlineData("nhwc")]
    public void A_model_of_the_whole_and_tiles_gets_both_in_a_batch_too(string layout)
    {
        var part = _folder.AddMeanColour("colour", OnnxModel.MeanColour(layout, width: 16), layout, ("unsafe_porn", ["red"]), ("unsafe_hentai", ["green"]));
        part["input"]!["resize"] = "whole_and_tiles";
        part.Remove("canary");
        using var engine = _folder.Open();
        using var plain = Pictures.Plain(51, 102, 255, width: 30, height: 20);
        using var framed = Pictures.Plain(51, 102, 255, width: 64, height: 64);

        // Tiles of 4 are cut at 14 and 46.
        for (var i = 0; i < 4 * 4; i++)
        {
            framed.Pixels[((((14 + (i / 4)) * 64) + 14 + (i % 4)) * 3) + 1] = 0;
        }

        using var first = engine.Prepare(plain);
        using var second = engine.Prepare(framed);
        engine.Run([first, second]);

        Assert.Null(engine.Parts[0].Problem);
        Assert.Equal(0.2, Value(first, "unsafe_porn"), 1e-6);
        Assert.Equal(0.4, Value(first, "unsafe_hentai"), 1e-6);

        // An eighth of the tensor is the tile that has lost its green, a half is the whole with 16 of 4,096 pixels changed.
        Assert.Equal(0.4 * (1 - (1 / 8.0) - (0.5 * 16 / 4096)), Value(second, "unsafe_hentai"), 2e-3);
    }

    [Fact]
    public void A_metric_is_the_sum_of_its_labels_and_never_above_one()
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw"), "nchw",
            ("unsafe_porn", ["blue", "red"]), ("unsafe_any", ["red", "green", "blue"]));
        using var engine = _folder.Open();
        using var image = Pictures.Plain(51, 204, 102);

        using var prepared = engine.Prepare(image);
        engine.Run([prepared]);

        Assert.Equal(0.6, Value(prepared, "unsafe_porn"), 1e-6);
        Assert.Equal(1.0, Value(prepared, "unsafe_any"));
    }

    [Fact]
    public void Another_layout_than_the_models_is_refused()
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw"), "nhwc", ("unsafe_any", ["red"]));

        Assert.Equal("The input 'image' has the shape [N, 3, 8, 8], the manifest says [N, 8, 8, 3].", Problem());
    }

    [Fact]
    public void Another_input_name_than_the_models_is_refused()
    {
        var part = _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw", inputName: "pixels"), "nchw", ("unsafe_any", ["red"]));
        part["input"]!["name"] = "image";

        Assert.Equal("The model has no input 'image'; it has 'pixels'.", Problem());
    }

    [Fact]
    public void Another_output_name_than_the_models_is_refused()
    {
        _folder.AddWorking()["output"] = "probabilities";

        Assert.Equal("The model has no output 'probabilities'; it has 'value0'.", Problem());
    }

    [Fact]
    public void Another_number_of_labels_than_the_models_is_refused()
    {
        var part = _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw"), "nchw", ("unsafe_any", ["red"]));
        part["labels"]!.AsArray().Add("infrared");
        part["canary"]!["outputs"]!.AsArray().Add(0.5);

        Assert.Equal("The output 'value0' has the shape [N, 3], the manifest says [N, 4].", Problem());
    }

    [Fact]
    public void A_model_in_double_precision_is_refused()
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw", isDouble: true), "nchw", ("unsafe_any", ["red"]));

        Assert.Equal("The input 'image' is not a float tensor but Double.", Problem());
    }

    [Fact]
    public void A_model_with_a_fixed_batch_of_four_is_refused()
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw", batch: 4), "nchw", ("unsafe_any", ["red"]));

        Assert.Equal("The model takes batches of exactly 4 images; the batch dimension must be free or 1.", Problem());
    }

    [Fact]
    public void A_model_with_a_fixed_batch_of_one_scores_one_image_at_a_time()
    {
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw", batch: 1), "nchw", ("unsafe_any", ["red"]));

        Assert.Equal([0.2, 0.4, 1.0], RedOf(51, 102, 255));
    }

    [Fact]
    public void A_model_whose_scores_depend_on_the_batch_is_refused_unless_it_runs_alone()
    {
        var part = _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw").DividedByGreatestOfBatch(), "nchw", ("unsafe_any", ["red"]));
        part["canary"]!["outputs"] = new System.Text.Json.Nodes.JsonArray(1, 1, 1);
        Assert.StartsWith("A score depends on the other images of its batch (by ", Problem(), StringComparison.Ordinal);

        part["maxBatch"] = 1;

        Assert.Equal([1.0, 1.0, 1.0], RedOf(51, 102, 255));
    }

    private double[] RedOf(params byte[] reds)
    {
        using var engine = _folder.Open();
        Assert.Null(engine.Parts[0].Problem);
        var prepared = reds.Select(red =>
        {
            using var image = Pictures.Plain(red, 200, 200);
            return engine.Prepare(image);
        }).ToArray();
        engine.Run(prepared);
        return [.. prepared.Select(p => Math.Round(Value(p, "unsafe_any"), 6))];
    }

    private static double Value(PreparedImage prepared, string metric) => prepared.Scores.Single(s => s.Metric == metric).Value;

    private string? Problem()
    {
        using var engine = _folder.Open();
        return engine.Parts[0].Problem;
    }
}
