using System.Text.Json;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>The fields of a JSON object as texts: what lies within another object is named <c>outer.inner</c>; lists are left out.</summary>
internal static class JsonFields
{
    /// <summary>Null: the text is no JSON object.</summary>
    public static Dictionary<string, string?>? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var fields = new Dictionary<string, string?>();
            Add(fields, document.RootElement, "");
            return fields;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Add(Dictionary<string, string?> fields, JsonElement from, string prefix)
    {
        foreach (var property in from.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Add(fields, property.Value, $"{prefix}{property.Name}.");
                    break;
                case JsonValueKind.Array:
                    break;
                case JsonValueKind.Null:
                    fields[prefix + property.Name] = null;
                    break;
                default:
                    fields[prefix + property.Name] = property.Value.ToString();
                    break;
            }
        }
    }
}
