using System.Net.Http.Headers;

namespace QualitySuite.Cli.Models;

/// <summary>
/// The entity tag of the file that a <c>.part</c> is the beginning of, kept beside it. A file whose hash is not known is gone on with only
/// while the server still has that one (If-Range: RFC 9110, section 13.1.5); a known hash tells by itself.
/// </summary>
internal static class PartValidator
{
    /// <summary>Null: none is kept.</summary>
    public static EntityTagHeaderValue? Read(string partFile) =>
        File.Exists(PathOf(partFile)) && EntityTagHeaderValue.TryParse(File.ReadAllText(PathOf(partFile)), out var tag) ? tag : null;

    /// <param name="partFile">That begins now.</param>
    /// <param name="tag">A weak one says too little and is not kept.</param>
    public static void Keep(string partFile, EntityTagHeaderValue? tag)
    {
        if (tag is { IsWeak: false })
        {
            File.WriteAllText(PathOf(partFile), tag.ToString());
        }
        else
        {
            Forget(partFile);
        }
    }

    public static void Forget(string partFile) => File.Delete(PathOf(partFile));

    private static string PathOf(string partFile) => partFile + ".etag";
}
