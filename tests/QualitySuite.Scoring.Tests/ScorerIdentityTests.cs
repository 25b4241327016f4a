using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests;

public sealed class ScorerIdentityTests : IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_identity_is_the_hash_of_what_determines_the_number()
    {
        var part = _folder.AddWorking();
        var text = $"metric=unsafe_any\nkind=classifier\nweights={part["model"]!["sha256"]}\npreprocessing=BilinearAlignCorners/1 8x8 0..1\noutput=value0:0+2\n";

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), IdentityOf("unsafe_any"));
    }

    [Fact]
    public void The_whole_and_tiles_are_named_in_the_identity()
    {
        var part = _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw", width: 16), "nchw", ("unsafe_any", ["red"]));
        part["input"]!["resize"] = "whole_and_tiles";
        part.Remove("canary");
        var text = $"metric=unsafe_any\nkind=classifier\nweights={part["model"]!["sha256"]}\npreprocessing=WholeAndTiles/1 16x8 0..1\noutput=value0:0\n";

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), IdentityOf("unsafe_any"));
    }

    [Fact]
    public void Names_thresholds_batches_and_hardware_leave_an_identity_as_it_is()
    {
        var part = _folder.AddWorking();
        var before = IdentityOf("unsafe_any");

        _folder.Manifest["name"] = "other";
        _folder.Manifest["version"] = "9";
        part["name"] = "renamed";
        part["description"] = "the same model, told differently";
        part["licence"] = "Apache-2.0";
        part["maxBatch"] = 1;
        part["metrics"]![1]!["threshold"] = 0.01;

        Assert.Equal(before, IdentityOf("unsafe_any", o =>
        {
            o.ExecutionProvider = ExecutionProvider.Cuda;
            o.IntraOpThreads = 2;
            o.MaxBatch = 3;
        }));
    }

    [Fact]
    public void Other_weights_sizes_or_outputs_are_other_scorers()
    {
        var identities = new List<string>();
        var part = _folder.AddWorking();
        identities.Add(IdentityOf("unsafe_any"));

        part["metrics"]![1]!["labels"] = new JsonArray("red");
        identities.Add(IdentityOf("unsafe_any"));

        _folder.Parts.Clear();
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw", side: 16), "nchw", ("unsafe_any", ["blue", "red"]));
        identities.Add(IdentityOf("unsafe_any"));

        _folder.Parts.Clear();
        _folder.AddMeanColour("colour", OnnxModel.MeanColour("nchw").Then("Abs"), "nchw", ("unsafe_any", ["blue", "red"]));
        identities.Add(IdentityOf("unsafe_any"));

        Assert.Equal(4, identities.Distinct().Count());
        Assert.All(identities, i => Assert.Matches("^[0-9a-f]{64}$", i));
    }

    /// <summary>
    /// A changed identity starts every trend of its metric anew, so these may change only together with the numbers: raise the version
    /// of a measure, or change weights, and record the new identity here.
    /// </summary>
    [Fact]
    public void The_identities_of_what_ships_are_these()
    {
        using var engine = Engines.Open(PackFolder.Starter);

        Assert.Equal(
            [
                "artifact_any 6a220b30183442a67fd1292731d493beafe31cf3ace7db7c4f76fd73076123aa",
                "artifact_banding 359d059a8f8b0d6c28431f8638896d70fc95d89753972c4fb359c821ddd396c1",
                "artifact_blank 0d7e9da032971b6407df51c06d3254b972c3bcb2359ca69023caec1cd5c1bf87",
                "artifact_blur 15e4c801ab5136753de0649cdaf2059caa22fabf4bc86093594662c11d26e657",
                "artifact_checkerboard d40bc16f50789714d98128d72962e034d31bac82ffdcf50b90795da27ca4acbd",
                "artifact_grey 4c68bab7187eea33ef9d3d1f3a3e1b3c04bad27fe63c75bf561a7860035e1601",
                "artifact_jpeg_blocks b7c13cc354522fadcbbd53476e4bb640c18e123af60b5c2c38c2ace7d10a8ba6",
                "artifact_noise 43d5c481fe715525cd270080b32901bb8cc98cbac3c4d805b8a47ea5d82633fc",
                "artifact_oversaturation 5efae41e0749857ab1909a09668cd0f25cf5fbce6ba5b24d6e33d805edf66ec6",
                "artifact_seam 600535e4e6b82ab05129c9ae10dfd18085999d1c3639b035ec67e1176fcaf9f5",
                "artifact_watermark_text e3e0fd5eef008d193ac2c3be0fa5e2df192e64121d2c89269d8b6aa9f758b368",
                "banding d17ef5d2c79522159cc571502a13fc1827124bc142e433ea98b8d71281b877f2",
                "blank f0264e667a5a3302a1d33c5e456ae9f477373948a351e1643708e9b0886b0008",
                "blockiness b0e47b4aba6ea4a25228a8a76de199cfe6807495a35bfe9040eb65b1c3f00430",
                "blur_effect 3efade6e97a2287c8b397cf79cfabb3bceca05ee92c2a6aebd788c36c2901b37",
                "brisque 6c9d68f65f451f3751f8dc54615316e2ca0625d1c829cc7aef688efd177eef8c",
                "clip_score c474acb54ddd6517d11f6aaff7e6b12620f2086b68aad8fb533d35eae4a3af7e",
                "colourfulness dc7f2b58e49c1d2b21c5d4694de4e8ac13932d88ddaa81904d0dde8583bf7ef5",
                "contrast 054081aafa3707ff4c7c849c7486530c0492c581b22d944c5750496c732623d5",
                "exposure_clipping f71558c4513edc1aafa3cc7e50d3529062648d62c94e03ea00f127fd49c9be31",
                "noise_sigma b98196887aef33e5a5d9bec66fb40121b3af720952e104f099cff730227dc742",
                "sharpness 65330ce3b8d4a4a6a0eac7f8fe62cb351d048c6e3480336bb6a0b83055f55dde",
                "unsafe_any 4ff959fca8d8e793456da569f034e71fa14e33fd85a7e00d40ef8207629afbb5",
                "unsafe_hentai 4a7e5956810e1de9ab41dca68f565415e90026dcff7c5b749890ecd8875f5a37",
                "unsafe_porn 38a7da15a022bf4852b74bde9ea81f4133a03e60896ff97c38da9d0f5046f585",
                "unsafe_sexy 584ce9484280a86b8490e7306020f5b2ccc84f24adc3dc0af6104a56165f688b",
            ],
            engine.Scorers.Select(s => $"{s.Metric} {s.Identity}").Order(StringComparer.Ordinal));
    }

    private string IdentityOf(string metric, Action<ScoringEngineOptions>? configure = null)
    {
        using var engine = _folder.Open(configure);
        Assert.Null(engine.Parts[0].Problem);
        return engine.Scorers.Single(s => s.Metric == metric).Identity;
    }
}
