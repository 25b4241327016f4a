using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>
/// A folder that holds a CLIP as Hugging Face's tools export it, with no <c>pack.json</c>: <c>vision_model.onnx</c>, <c>text_model.onnx</c>,
/// <c>vocab.json</c>, <c>merges.txt</c>, <c>config.json</c>, <c>preprocessor_config.json</c> (the models also under <c>onnx/</c>). It is
/// read as a pack of one dual encoder. There is nothing that the files could be verified against: the hashes are those that they have.
/// </summary>
internal static class ClipExport
{
    private const string VisionModel = "vision_model.onnx";

    // Pillow's numbers of its filters.
    private const int Bilinear = 2;
    private const int Bicubic = 3;

    public static bool IsIn(string folder) => Find(folder, VisionModel) is not null && File.Exists(Path.Combine(folder, "config.json"));

    /// <exception cref="ModelPackException">A file is missing or cannot be read.</exception>
    public static PackManifest Read(string folder)
    {
        try
        {
            return Describe(folder);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or OverflowException)
        {
            throw new ModelPackException($"{folder}: config.json or preprocessor_config.json has a field of another type than expected: {exception.Message}", exception);
        }
    }

    private static PackManifest Describe(string folder)
    {
        var name = Path.GetFileName(folder.TrimEnd(Path.DirectorySeparatorChar));
        var part = new JsonObject
        {
            ["name"] = name,
            ["kind"] = DualEncoderManifest.KindName,
            ["description"] = $"{name}, an export without a pack.json",
            ["licence"] = "NOASSERTION",
            ["card"] = "config.json",
            ["image"] = new JsonObject { ["model"] = Describe(folder, VisionModel), ["input"] = ReadInput(folder), ["output"] = "image_embeds" },
            ["text"] = new JsonObject
            {
                ["model"] = Describe(folder, "text_model.onnx"),
                ["input"] = "input_ids",
                ["output"] = "text_embeds",
                ["tokenizer"] = new JsonObject
                {
                    ["kind"] = "clip_bpe",
                    ["vocabulary"] = Describe(folder, "vocab.json"),
                    ["merges"] = Describe(folder, "merges.txt"),
                    ["length"] = (int?)ReadJson(folder, "config.json")["text_config"]?["max_position_embeddings"] ?? Text.ClipTokenizer.ClipLength,
                },
            },
            ["dimension"] = (int?)ReadJson(folder, "config.json")["projection_dim"]
                ?? throw new ModelPackException($"{Path.Combine(folder, "config.json")} has no 'projection_dim'."),
            ["metric"] = "clip_score",
        };
        return new PackManifest(1, name, "export", "NOASSERTION", [JsonSerializer.SerializeToElement(part)]);
    }

    /// <summary>CLIPImageProcessor's settings; sizes are a number or an object in the files of different versions.</summary>
    private static JsonObject ReadInput(string folder)
    {
        var settings = ReadJson(folder, "preprocessor_config.json");
        var crops = (bool?)settings["do_center_crop"] ?? true;
        var bicubic = ((int?)settings["resample"] ?? Bicubic) switch
        {
            Bilinear => false,
            Bicubic => true,
            var other => throw new ModelPackException($"preprocessor_config.json resizes by the filter {other} ('resample'); known are {Bilinear} (bilinear) and {Bicubic} (bicubic)."),
        };
        RequireFlag(settings, "do_resize");
        RequireFlag(settings, "do_rescale");
        RequireFlag(settings, "do_normalize");
        if (settings["rescale_factor"] is { } factor && Math.Abs((double)factor - (1.0 / 255)) > 1e-9)
        {
            throw new ModelPackException($"preprocessor_config.json scales by {factor} ('rescale_factor'); known is 1/255.");
        }

        var size = SizeOf(settings["size"]);
        if (crops && SizeOf(settings["crop_size"]) != size)
        {
            throw new ModelPackException("preprocessor_config.json crops to another size than it resizes to, which is not known here.");
        }

        return new JsonObject
        {
            ["name"] = "pixel_values",
            ["layout"] = "nchw",
            ["width"] = size,
            ["height"] = size,
            ["resize"] = (bicubic ? "bicubic" : "bilinear") + (crops ? "_center_crop" : ""),
            ["mean"] = settings["image_mean"]?.DeepClone() ?? new JsonArray(0.48145466f, 0.4578275f, 0.40821073f),
            ["std"] = settings["image_std"]?.DeepClone() ?? new JsonArray(0.26862954f, 0.26130258f, 0.27577711f),
        };
    }

    private static void RequireFlag(JsonNode settings, string name)
    {
        if ((bool?)settings[name] == false)
        {
            throw new ModelPackException($"preprocessor_config.json says '{name}': false, which is not known here.");
        }
    }

    private static int SizeOf(JsonNode? size) => size switch
    {
        JsonValue value => (int)value,
        JsonObject sides when sides["shortest_edge"] is { } edge => (int)edge,
        JsonObject sides when sides["height"] is { } height && (int?)sides["width"] == (int)height => (int)height,
        _ => throw Unreadable(),
    };

    private static ModelPackException Unreadable() => new("preprocessor_config.json gives no 'size' or 'crop_size' that is known here.");

    private static JsonNode ReadJson(string folder, string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, file))) ?? throw new ModelPackException($"{file} is null.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelPackException($"{Path.Combine(folder, file)} cannot be read: {exception.Message}", exception);
        }
    }

    private static JsonObject Describe(string folder, string file)
    {
        var path = Find(folder, file) ?? throw new ModelPackException($"{folder} holds {VisionModel} but no {file}.");
        try
        {
            using var content = File.OpenRead(Path.Combine(folder, path));
            return new JsonObject { ["path"] = path, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)) };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelPackException($"{Path.Combine(folder, path)} cannot be read: {exception.Message}", exception);
        }
    }

    private static string? Find(string folder, string file) =>
        new[] { file, $"onnx/{file}" }.FirstOrDefault(path => File.Exists(Path.Combine(folder, path)));
}
