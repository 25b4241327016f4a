using System.Text.Json;

namespace QualitySuite.Scoring.Text.HuggingFace;

/// <summary>
/// The fields of one component of a tokenizer.json. What a file asks for and is not known here must not be passed over, because the ids would
/// then be others than those that the model was trained on: <see cref="RefuseOthers"/> names the fields that nobody asked about.
/// </summary>
internal sealed class TokenizerFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _owner;

    /// <param name="element">A JSON object.</param>
    /// <param name="owner">What it is, for messages.</param>
    /// <exception cref="InvalidDataException">It is no object.</exception>
    public TokenizerFields(JsonElement element, string owner)
    {
        _owner = owner;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"The {owner} is no object.");
        }

        foreach (var property in element.EnumerateObject())
        {
            _fields[property.Name] = property.Value;
        }
    }

    /// <summary>Null where the field is missing or null.</summary>
    public JsonElement? Optional(string name) => _fields.Remove(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The field, which counts as not read; null where it is missing.</summary>
    public JsonElement? Peek(string name) => _fields.TryGetValue(name, out var value) ? value : null;

    public JsonElement Required(string name) => Optional(name) ?? throw new InvalidDataException($"The {_owner} has no '{name}'.");

    public string? OptionalText(string name) => Optional(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw OfAnotherType(name, "string"),
    };

    public string Text(string name) => OptionalText(name) ?? throw new InvalidDataException($"The {_owner} has no '{name}'.");

    public bool Flag(string name, bool otherwise) => OptionalFlag(name) ?? otherwise;

    public bool? OptionalFlag(string name) => Optional(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw OfAnotherType(name, "boolean"),
    };

    public int? OptionalNumber(string name) => Optional(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= 0 => number,
        _ => throw OfAnotherType(name, "whole number from 0 on"),
    };

    public IEnumerable<JsonElement> List(string name) =>
        Required(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : throw OfAnotherType(name, "list");

    /// <summary>Passes over fields that change no id.</summary>
    public void Ignore(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _fields.Remove(name);
        }
    }

    /// <exception cref="InvalidDataException">There is a field, not null, that was not read.</exception>
    public void RefuseOthers()
    {
        foreach (var (name, value) in _fields)
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                throw new InvalidDataException($"The {_owner}'s field '{name}' is not known.");
            }
        }
    }

    private InvalidDataException OfAnotherType(string name, string expected) => new($"The {_owner}'s field '{name}' must be a {expected}.");
}
