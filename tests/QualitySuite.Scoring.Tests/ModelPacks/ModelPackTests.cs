using System.Security.Cryptography;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.ModelPacks;

public sealed class ModelPackTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_without_a_manifest_is_an_error_that_names_the_path()
    {
        var exception = Assert.Throws<ModelPackException>(() => ModelPack.Open(_folder.Path));

        Assert.Equal($"{Path.Combine(_folder.Path, "pack.json")} does not exist; the pack path must be a folder that holds a pack.json.", exception.Message);
    }

    [Fact]
    public void A_path_that_ends_in_a_slash_is_the_same_folder()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "pack.json"), """{"format":1,"name":"a","version":"1","licence":"MIT","parts":[]}""");
        byte[] content = [1, 2, 3];
        File.WriteAllBytes(Path.Combine(_folder.Path, "weights.bin"), content);

        var pack = ModelPack.Open(_folder.Path + Path.DirectorySeparatorChar);

        var file = new PackFile("weights.bin", Convert.ToHexStringLower(SHA256.HashData(content)));
        Assert.Equal(content, pack.ReadVerified(file));
    }

    [Theory]
    [InlineData("""{"format":1,"name":"a","version":"1","parts":[]}""", "licence")]
    [InlineData("""{"format":1,"name":"a","version":"1","licence":"MIT","parts":[],"colour":1}""", "colour")]
    [InlineData("""{"format":1,"name":null,"version":"1","licence":"MIT","parts":[]}""", "name")]
    [InlineData("""{"format":1,"name":"a","name":"b","version":"1","licence":"MIT","parts":[]}""", "name")]
    [InlineData("""{"format":"one","name":"a","version":"1","licence":"MIT","parts":[]}""", "$.format")]
    [InlineData("""{"format":2,"name":"a","version":"1","licence":"MIT","parts":[]}""", "'format' is 2")]
    [InlineData("""{"format":1,"name":"a" """, "Path: $")]
    public void A_bad_top_level_is_an_error_that_names_the_field_and_the_file(string json, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "pack.json"), json);

        var exception = Assert.Throws<ModelPackException>(() => ModelPack.Open(_folder.Path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(Path.Combine(_folder.Path, "pack.json"), exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadFields => new()
    {
        { """{"licence":null}""", "licence" },
        { """{"licence":"-"}""", "licence" },
        { """{"surprise":1}""", "surprise" },
        { """{"kind":"oracle"}""", "The kind 'oracle' is not one that this version loads (classifier, dual_encoder, head, brisque)." },
        { """{"kind":7}""", "The field 'kind' is missing or not a string." },
        { """{"input":{"name":"image","layout":"nchw","width":0,"height":8,"resize":"bilinear_align_corners"}}""", "The field 'input.width' must be 1 to 4096." },
        { """{"input":{"name":"image","layout":"hwcn","width":8,"height":8,"resize":"bilinear_align_corners"}}""", "$.input.layout" },
        { """{"input":{"name":"image","layout":"nchw","width":8,"height":8,"resize":0}}""", "$.input.resize" },
        { """{"input":{"name":"image","layout":"nchw","width":8,"height":8}}""", "resize" },
        { """{"input":{"name":"image","layout":"nchw","width":8,"height":8,"resize":"whole_and_tiles"}}""", "The field 'input.width' must be twice the height for whole_and_tiles." },
        { """{"input":{"name":"image","layout":"nchw","width":10,"height":5,"resize":"whole_and_tiles"}}""", "The field 'input.height' must be even for whole_and_tiles, whose tiles are half as high." },
        { """{"labels":["red","green","red"]}""", "The field 'labels' repeats a label." },
        { """{"labels":["red","green"]}""", "The field 'metrics' uses the label 'blue', which 'labels' does not hold." },
        { """{"labels":[null]}""", "The field 'labels' holds a null." },
        { """{"metrics":[]}""", "The field 'metrics' is empty." },
        { """{"metrics":[{"metric":"unsafe_cute","labels":["red"]}]}""", "The field 'metrics' names 'unsafe_cute', which is no automated metric of the catalogue." },
        { """{"metrics":[{"metric":"stars_mean","labels":["red"]}]}""", "The field 'metrics' names 'stars_mean', which is no automated metric of the catalogue." },
        { """{"metrics":[{"metric":"unsafe_any","labels":["red"],"threshold":1.5}]}""", "The field 'metrics' has a threshold for 'unsafe_any' that is not in (0, 1]." },
        { """{"metrics":[{"metric":"unsafe_any","labels":["red"]},{"metric":"unsafe_any","labels":["blue"]}]}""", "The metric 'unsafe_any' is already given by the part 'colour'." },
        { """{"model":{"path":"colour.onnx","sha256":"ABC"}}""", "The field 'sha256' of 'colour.onnx' must be 64 lower-case hexadecimal digits." },
        { """{"maxBatch":0}""", "The field 'maxBatch' must be at least 1." },
        { """{"canary":{"seed":1,"block":1,"width":8,"height":8,"outputs":[1],"tolerance":0.1}}""", "The field 'canary.outputs' has 1 numbers where the model gives 3." },
    };

    [Theory]
    [MemberData(nameof(BadFields))]
    public void A_bad_field_refuses_its_part_by_name_and_leaves_the_others(string change, string expected)
    {
        Change(_folder.AddWorking(), change);
        _folder.AddMeanColour("fine", OnnxModel.MeanColour("nchw"), "nchw", ("artifact_grey", ["green"]));
        _folder.Save();

        var pack = ModelPack.Open(_folder.Path);

        Assert.Equal(["colour", "fine"], pack.Parts.Select(p => p.Name));
        Assert.Contains(expected, pack.Parts[0].Problem!, StringComparison.Ordinal);
        Assert.Null(pack.Parts[1].Problem);
    }

    [Fact]
    public void A_second_part_of_the_same_name_or_metric_is_refused()
    {
        _folder.AddWorking("one");
        _folder.AddWorking("two");
        _folder.AddMeanColour("one", OnnxModel.MeanColour("nchw"), "nchw", ("artifact_grey", ["green"]));
        _folder.Parts.Add("no object");
        _folder.Save();

        var pack = ModelPack.Open(_folder.Path);

        Assert.Equal(
            [
                null,
                "The metric 'unsafe_porn' is already given by the part 'one'.",
                "Another part of the pack is called 'one' too.",
                "The field 'kind' is missing or not a string.",
            ],
            pack.Parts.Select(p => p.Problem));
        Assert.Equal("parts[3]", pack.Parts[3].Name);
    }

    [Fact]
    public void A_refused_part_keeps_no_metric_from_those_behind_it()
    {
        _folder.AddMeanColour("owner", OnnxModel.MeanColour("nchw"), "nchw", ("unsafe_any", ["green"]));
        _folder.AddWorking("refused");
        _folder.AddMeanColour("behind", OnnxModel.MeanColour("nchw"), "nchw", ("unsafe_porn", ["green"]));
        _folder.Save();

        var pack = ModelPack.Open(_folder.Path);

        Assert.Equal([null, "The metric 'unsafe_any' is already given by the part 'owner'.", null], pack.Parts.Select(p => p.Problem));
    }

    [Fact]
    public void A_part_that_names_a_metric_twice_with_thresholds_is_refused_and_the_engine_starts()
    {
        Change(_folder.AddWorking(), """{"metrics":[{"metric":"unsafe_any","labels":["red"],"threshold":0.5},{"metric":"unsafe_any","labels":["blue"],"threshold":0.6}]}""");
        _folder.AddMeanColour("fine", OnnxModel.MeanColour("nchw"), "nchw", ("artifact_grey", ["green"]));
        using var engine = _folder.Open();

        Assert.Equal([true, false], engine.Parts.Select(p => p.Problem is not null));
    }

    [Fact]
    public void Every_committed_weight_file_is_in_the_manifest_of_models_with_its_hash_and_card()
    {
        var models = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "models", "manifest.json")))!["files"]!.AsArray();
        var pack = ModelPack.Open(PackFolder.Starter);

        // Vocabularies are text and carry no weights.
        var weights = pack.Parts.SelectMany(p => p.Manifest!.Files, (part, file) => (Part: part.Manifest!, File: file)).Where(f => Path.GetExtension(f.File.Path) is ".onnx" or ".bin");
        Assert.Equal(
            weights.Select(f => ($"starter/{f.File.Path}", f.File.Sha256, $"starter/{f.Part.Card}", f.Part.Licence)).Order(),
            models.Select(m => ($"{m!["path"]}", $"{m["sha256"]}", $"{m["card"]}", $"{m["licence"]}")).Order());
    }

    /// <summary>Merges the fields of <paramref name="change"/>; "-" takes a field away.</summary>
    private static void Change(JsonObject part, string change)
    {
        foreach (var (field, value) in JsonNode.Parse(change)!.AsObject())
        {
            part.Remove(field);
            if (value is not JsonValue text || !text.TryGetValue<string>(out var word) || word != "-")
            {
                part[field] = value?.DeepClone();
            }
        }
    }
}
