using System.Text.Encodings.Web;
using System.Text.Json;

namespace QualitySuite.Cli;

/// <summary>How the tool writes JSON.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write<T>(TextWriter output, T value) => output.WriteLine(Format(value));

    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static string Format<T>(T value) => JsonSerializer.Serialize(value, Options);
}
