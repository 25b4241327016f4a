using System.Text.Json;

namespace QualitySuite.LocalHosting.Running;

/// <summary>What a project's Properties/launchSettings.json says of its addresses and environment.</summary>
/// <param name="ApplicationUrl">Its addresses with semicolons between them, or null when it has none.</param>
/// <param name="EnvironmentVariables">Variables that the profile sets.</param>
internal sealed record LaunchProfile(string? ApplicationUrl, Dictionary<string, string>? EnvironmentVariables)
{
    private static readonly JsonSerializerOptions Lenient =
        new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Port of the first http address, or null.</summary>
    public int? Port => ApplicationUrl?.Split(';').Select(url => new Uri(url)).FirstOrDefault(url => url.Scheme == "http")?.Port;

    /// <summary>Reads the profile named <c>http</c>, or else the first one with an address; an empty profile without the file.</summary>
    public static LaunchProfile Read(string projectFolder)
    {
        var file = Path.Combine(projectFolder, "Properties", "launchSettings.json");
        var profiles = File.Exists(file) ? JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), Lenient)?.Profiles ?? [] : [];
        return profiles.GetValueOrDefault("http")
            ?? profiles.Values.OrderBy(profile => profile.ApplicationUrl is null).FirstOrDefault()
            ?? new LaunchProfile(null, null);
    }

    private sealed record Settings(Dictionary<string, LaunchProfile>? Profiles);
}
