using System.Text.Json;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>The ids that stand before and behind every text: a file's <c>post_processor</c>.</summary>
/// <param name="Before">Before the text.</param>
/// <param name="Behind">Behind it, also when it is cut.</param>
internal sealed record TokenTemplate(IReadOnlyList<int> Before, IReadOnlyList<int> Behind)
{
    public static TokenTemplate Read(JsonElement? element)
    {
        if (element is not { } value)
        {
            return new TokenTemplate([], []);
        }

        var fields = new TokenizerFields(value, "post_processor");
        var type = fields.Text("type");
        if (type != "TemplateProcessing")
        {
            throw new InvalidDataException($"The post_processor '{type}' is not known.");
        }

        var special = new TokenizerFields(fields.Required("special_tokens"), "post_processor's 'special_tokens'");
        var ids = new List<int>();
        int? texts = null;
        foreach (var piece in fields.List("single"))
        {
            var kind = new TokenizerFields(piece, "post_processor's 'single'");
            if (kind.Optional("SpecialToken") is { } token)
            {
                ids.AddRange(Ids(special, new TokenizerFields(token, "post_processor's 'SpecialToken'").Text("id")));
            }
            else
            {
                kind.Required("Sequence");
                texts = texts is null ? ids.Count : throw new InvalidDataException("The post_processor takes the text twice, which is not known.");
            }
        }

        fields.Ignore("pair");
        fields.RefuseOthers();
        var before = texts ?? throw new InvalidDataException("The post_processor leaves the text out.");
        return new TokenTemplate(ids[..before], ids[before..]);
    }

    private static List<int> Ids(TokenizerFields special, string name)
    {
        // A token may stand in a template several times, but a field is read once.
        var token = special.Peek(name) ?? throw new InvalidDataException($"The post_processor names the token '{name}', which its 'special_tokens' do not hold.");
        return [.. new TokenizerFields(token, $"post_processor's token '{name}'").List("ids").Select(id => id.GetInt32())];
    }
}
