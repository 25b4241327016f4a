namespace QualitySuite.ServiceDefaults;

/// <summary>What an API key may do.</summary>
public static class ApiScope
{
    /// <summary>Write generations, feedback, events and exposures; ask for assignments.</summary>
    public const string Ingest = "ingest";

    /// <summary>Read everything that is not a secret.</summary>
    public const string Read = "read";

    /// <summary>Create and change experiments.</summary>
    public const string Experiments = "experiments";

    /// <summary>Keys, rules, channels, erasure, replay.</summary>
    public const string Admin = "admin";

    /// <summary>The only scope of a publishable key: send feedback and events about generations that it has tokens for, from allowed origins.</summary>
    public const string Publish = "publish";

    /// <summary>The scopes of secret keys, which may be combined; <see cref="Publish"/> stands alone.</summary>
    public static IReadOnlyList<string> All { get; } = [Ingest, Read, Experiments, Admin];
}
