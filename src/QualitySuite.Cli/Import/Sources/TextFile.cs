using System.Text;

namespace QualitySuite.Cli.Import.Sources;

/// <summary>Files of text: UTF-8, with or without byte order mark.</summary>
internal static class TextFile
{
    public static StreamReader Open(string path) => new(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    /// <summary>Turns what is wrong with a file into an error of the tool.</summary>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new ToolException($"'{path}', {e.Message}");
        }
        catch (DecoderFallbackException)
        {
            throw new ToolException($"'{path}' is not UTF-8.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"'{path}' cannot be read: {e.Message}");
        }
    }
}
