using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace QualitySuite.AppHost;

/// <summary>
/// Makes the secrets that a developer has not set. They stay the same from run to run, because data depends on them: user keys are stored
/// as HMACs under one of them.
/// </summary>
internal static class DevelopmentSecrets
{
    private const string DevelopmentKey = "development-api-key";

    private static readonly string[] Names = ["postgres-password", "redis-password", "internal-key", "user-key-secret", DevelopmentKey];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Adds every <c>Parameters:name</c> that is not configured. The Development key is printed when it is made.</summary>
    /// <param name="configuration">The AppHost's settings.</param>
    /// <param name="file">Where the secrets are kept, readable by their owner alone; null for secrets that live as long as the process.</param>
    public static void AddTo(ConfigurationManager configuration, string? file)
    {
        var kept = file is not null && File.Exists(file)
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? []
            : [];
        var missing = Names.Where(name => configuration[$"Parameters:{name}"] is null).ToList();
        var made = missing.Where(name => kept.TryAdd(name, Make(name))).ToList();
        if (file is not null && made.Count > 0)
        {
            Write(file, kept);
            if (made.Contains(DevelopmentKey))
            {
                Console.WriteLine($"Development API key, made once and kept in {file}: {kept[DevelopmentKey]}");
            }
        }

        configuration.AddInMemoryCollection(missing.Select(name => KeyValuePair.Create($"Parameters:{name}", (string?)kept[name])));
    }

    /// <summary>256 random bits; an API key looks like those that the Feedback API makes.</summary>
    private static string Make(string name) => name == DevelopmentKey
        ? $"qs_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}"
        : RandomNumberGenerator.GetHexString(64, lowercase: true);

    private static void Write(string file, Dictionary<string, string> secrets)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        JsonSerializer.Serialize(stream, secrets, Indented);
    }
}
