using QualitySuite.Contracts.Metrics;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Tests.Fixtures;
using QualitySuite.TestModels;

namespace QualitySuite.Scoring.Tests.ModelPacks;

/// <summary>The descriptions of packs that can be pulled. Their files are not at hand: made ones of the same names and shapes stand in.</summary>
public sealed class CatalogueTests : IDisposable
{
    private const string PinnedOnFirstPull = "first-pull";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qualitysuite-catalogue-");

    public static TheoryData<string> Names => [.. CataloguePacks.Names];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_description_is_one_that_loads_but_for_hashes_that_the_first_pull_pins(string name)
    {
        var manifest = CataloguePacks.Read(name, ModelPack.ManifestName);
        foreach (var file in CataloguePacks.FilesOf(manifest).Where(f => (string?)f["sha256"] == PinnedOnFirstPull))
        {
            file["sha256"] = new string('0', 64);
        }

        using var json = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        var pack = ModelPack.Read(json, Path.Combine(CataloguePacks.Folder, name));

        Assert.Equal(name, pack.Name);
        Assert.NotEmpty(pack.Parts);
        Assert.All(pack.Parts, part => Assert.Null(part.Problem));
        Assert.All(pack.Parts, part => Assert.True(File.Exists(Path.Combine(pack.Folder, part.Card))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_has_a_size_and_an_address_that_names_a_revision(string name)
    {
        var source = CataloguePacks.Read(name, "sources.json");
        var files = CataloguePacks.FilesOf(CataloguePacks.Read(name, ModelPack.ManifestName));

        Assert.Equal(
            files.Select(f => (string)f["path"]!).Distinct().Order(),
            source["approximateBytes"]!.AsObject().Where(f => (long)f.Value! > 0).Select(f => f.Key).Order());
        Assert.Matches("^https://.*\\{repository\\}.*\\{revision\\}/\\{path\\}$", (string)source["url"]!);

        // A branch moves: there every file needs a hash.
        Assert.True(System.Text.RegularExpressions.Regex.IsMatch((string)source["revision"]!, "^[0-9a-f]{40}$") || files.All(f => (string)f["sha256"]! != PinnedOnFirstPull));
    }

    [Fact]
    public void A_metric_that_names_a_pack_is_given_by_it()
    {
        var named = MetricCatalogue.All.Where(m => m.Pack is not null).ToList();

        Assert.Equal(["aesthetic", "unsafe_violence"], named.Select(m => m.Id).Order());
        Assert.All(named, metric => Assert.Contains(
            CataloguePacks.Read(metric.Pack!, ModelPack.ManifestName)["parts"]!.AsArray().SelectMany(p => p!["metrics"]!.AsArray()),
            rule => (string?)rule!["metric"] == metric.Id));
    }

    [Theory]
    [InlineData("clip-vit-b32", "vision_model.onnx", "text_model_quantized.onnx", 512)]
    [InlineData("clip-vit-b32-int8", "vision_model_int8.onnx", "text_model_quantized.onnx", 512)]
    [InlineData("clip-vit-l14", "vision_model.onnx", "text_model.onnx", 768)]
    public void A_clip_of_the_published_tensors_works_under_its_description(string name, string vision, string text, int dimension)
    {
        var shape = ClipFolder.Shape with { Side = 224, Patch = 32, Dimension = dimension };
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "onnx"));
        using (var file = File.Create(Path.Combine(_folder.FullName, "onnx", vision)))
        {
            ClipModel.WriteVision(file, shape, seed: 1);
        }

        using (var file = File.Create(Path.Combine(_folder.FullName, "onnx", text)))
        {
            ClipModel.WriteText(file, shape, seed: 2);
        }

        File.Copy(Path.Combine(PackFolder.Starter, "clip", "vocab.json"), Path.Combine(_folder.FullName, "vocab.json"));
        File.Copy(Path.Combine(PackFolder.Starter, "clip", "merges.txt"), Path.Combine(_folder.FullName, "merges.txt"));
        CataloguePacks.Describe(name, _folder.FullName);

        Assert.Equal([new TriedPart("clip", "dual_encoder", null, Recorded: true)], PackTrial.Run(_folder.FullName, CanaryRecording.Missing));
    }
}
