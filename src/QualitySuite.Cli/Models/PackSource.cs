namespace QualitySuite.Cli.Models;

/// <summary>Where the files of a pack of the catalogue are published: its <c>sources.json</c>.</summary>
/// <param name="Repository">Fills <c>{repository}</c>.</param>
/// <param name="Revision">Fills <c>{revision}</c>: a commit, or a branch where the SHA-256 alone pins the files.</param>
/// <param name="Url">With <c>{repository}</c>, <c>{revision}</c> and <c>{path}</c>.</param>
/// <param name="ApproximateBytes">By path: size, rounded; only for people and for looking at free disk space.</param>
internal sealed record PackSource(string Repository, string Revision, string Url, IReadOnlyDictionary<string, long> ApproximateBytes)
{
    public Uri AddressOf(string path) => new(Url
        .Replace("{repository}", Repository, StringComparison.Ordinal)
        .Replace("{revision}", Revision, StringComparison.Ordinal)
        .Replace("{path}", Escape(path), StringComparison.Ordinal));

    /// <summary>A path as a part of an address, its slashes kept.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
