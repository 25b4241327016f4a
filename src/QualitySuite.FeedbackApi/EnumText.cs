using System.Text.Json;

namespace QualitySuite.FeedbackApi;

/// <summary>Enum values as the database and the API spell them: snake_case.</summary>
internal static class EnumText
{
    public static string? Of<T>(T? value)
        where T : struct, Enum => value is { } present ? Of(present) : null;

    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <exception cref="KeyNotFoundException">No such value.</exception>
    public static T Parse<T>(string text)
        where T : struct, Enum => Names<T>.ByName[text];

    /// <summary>Reads a value that a client gave.</summary>
    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum => Names<T>.ByName.TryGetValue(text, out value);

    /// <summary>All values, for messages.</summary>
    public static string List<T>()
        where T : struct, Enum => string.Join(", ", Names<T>.ByName.Keys);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
