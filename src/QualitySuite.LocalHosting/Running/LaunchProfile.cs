using System.Text.Json;

namespace QualitySuite.LocalHosting.Running;

/// <summary>What a project's Properties/launchSettings.json says of its port and environment.</summary>
/// <param name="Port">Port of its http address, or null when it has none.</param>
/// <param name="Environment">Variables that the profile sets.</param>
internal sealed record LaunchProfile(int? Port, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads the profile named <c>http</c>, or else the first one with an address; an empty profile without the file.</summary>
    public static LaunchProfile Read(string projectFolder)
    {
        var file = Path.Combine(projectFolder, "Properties", "launchSettings.json");
        if (!File.Exists(file))
        {
            return new LaunchProfile(null, new Dictionary<string, string>());
        }

        using var document = JsonDocument.Parse(File.ReadAllText(file), Lenient);
        var profiles = document.RootElement.TryGetProperty("profiles", out var found) ? found.EnumerateObject().ToList() : [];
        var chosen = profiles.Where(profile => profile.Name == "http")
            .Concat(profiles.Where(profile => profile.Value.TryGetProperty("applicationUrl", out _)))
            .Concat(profiles)
            .Select(profile => (JsonElement?)profile.Value)
            .FirstOrDefault();
        return new LaunchProfile(PortOf(chosen), EnvironmentOf(chosen));
    }

    private static int? PortOf(JsonElement? profile) =>
        profile is { } some && some.TryGetProperty("applicationUrl", out var urls)
            ? urls.GetString()!.Split(';').Select(url => new Uri(url)).Where(url => url.Scheme == "http").Select(url => (int?)url.Port).FirstOrDefault()
            : null;

    private static Dictionary<string, string> EnvironmentOf(JsonElement? profile) =>
        profile is { } some && some.TryGetProperty("environmentVariables", out var variables)
            ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString() ?? "")
            : [];
}
