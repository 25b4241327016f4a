using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace QualitySuite.FeedbackApi;

/// <summary>Opaque page cursors: JSON in base64url. A cursor that was tampered with reads as null.</summary>
internal static class Cursor
{
    // Another list's position has other fields, and must not be read as the start of this one.
    private static readonly JsonSerializerOptions s_strict = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write<T>(T position) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position));

    public static T? Read<T>(FieldErrors errors, string? text)
        where T : class
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            if (JsonSerializer.Deserialize<T>(Base64Url.DecodeFromChars(text), s_strict) is { } position)
            {
                return position;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Reported below.
        }

        Refuse(errors);
        return null;
    }

    public static void Refuse(FieldErrors errors) =>
        errors.Add("cursor", "A nextCursor that this list gave, with the same filters; this string is none.");
}
