namespace QualitySuite.Contracts.Feedback;

/// <summary>Which generations a user may say something about from a web page: the body of <c>POST /v1/widget-tokens</c>.</summary>
public sealed record WidgetTokenRequest
{
    /// <summary>The generations' app; required where the API key is good for more than one.</summary>
    public string? App { get; init; }

    /// <summary>1 to 100 UUIDs. They need not have arrived yet.</summary>
    public IReadOnlyList<string>? GenerationIds { get; init; }

    /// <summary>Who looks at them. Feedback and events that come with the token must have this key. Required.</summary>
    public string? UserKey { get; init; }

    /// <summary>For how long the tokens are good: 60 to 604,800 (7 days); absent: 86,400 (24 hours).</summary>
    public int? ExpiresInSeconds { get; init; }
}

/// <summary>Answer: a token for every generation, in the order in which they were given.</summary>
public sealed record WidgetTokens(IReadOnlyList<WidgetToken> Tokens, DateTimeOffset ExpiresAt);

/// <summary>What the web page gives the widget for one generation.</summary>
public sealed record WidgetToken(Guid GenerationId, string Token);

/// <summary>Bounds of tokens.</summary>
public static class WidgetTokenLimits
{
    public const int Generations = 100;

    public static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(24);

    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(7);
}
