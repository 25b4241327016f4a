using System.Text.Json;
using QualitySuite.Contracts.Feedback;

namespace QualitySuite.Reviewer.Display;

/// <summary>Stable names as words.</summary>
internal static class Words
{
    /// <summary><c>DoesntMatchPrompt</c> becomes <c>doesnt match prompt</c>.</summary>
    public static string Of(Enum value) => Of(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    /// <summary><c>undecodable_image</c> becomes <c>undecodable image</c>.</summary>
    public static string Of(string name) => name.Replace('_', ' ');

    /// <summary>How an image was shown, for instance <c>place 2 of 4 on grid</c>; what is not known is left out.</summary>
    public static string Of(Exposure exposure) => string.Join(' ', ((string?[])
    [
        exposure.Position is { } position ? $"place {position}" : null,
        exposure.Shown is { } shown ? $"of {shown}" : null,
        exposure.Surface is { Length: > 0 } surface ? $"on {surface}" : null,
    ]).OfType<string>());

    /// <summary>As in the URL and the API.</summary>
    public static string Wire(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The start of an identity that is a hash, enough to tell a few apart.</summary>
    public static string Short(string identity) => identity.Length <= 12 ? identity : identity[..12];
}
