using QualitySuite.Contracts.Generations;

namespace QualitySuite.Client;

/// <summary>Filters of <c>GET /v1/generations</c>; null leaves one out.</summary>
public sealed record GenerationQuery
{
    public string? App { get; init; }

    public string? ModelVersion { get; init; }

    /// <summary>Inclusive, by createdAt.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, by createdAt.</summary>
    public DateTimeOffset? To { get; init; }

    public GenerationOutcome? Outcome { get; init; }

    /// <summary>Words that the prompt contains.</summary>
    public string? Prompt { get; init; }

    /// <summary>Metric that <see cref="Min"/>, <see cref="Max"/> and an order by metric refer to.</summary>
    public string? Metric { get; init; }

    public double? Min { get; init; }

    public double? Max { get; init; }

    /// <summary><c>newest</c> (default), <c>oldest</c>, <c>metric_asc</c> or <c>metric_desc</c>.</summary>
    public string? Order { get; init; }

    /// <summary>1-500, default 50.</summary>
    public int? Limit { get; init; }

    public string? Cursor { get; init; }
}

/// <summary>Arguments of <c>GET /v1/metrics/timeseries</c>.</summary>
public sealed record TimeSeriesQuery(string Metric, string Bucket, DateTimeOffset From, DateTimeOffset To)
{
    public string? App { get; init; }

    public string? ModelVersion { get; init; }

    /// <summary>A dimension, for instance <c>modelVersion</c>.</summary>
    public string? GroupBy { get; init; }

    /// <summary>Another scorer than the primary one.</summary>
    public string? Scorer { get; init; }
}

/// <summary>Arguments of <c>GET /v1/metrics/compare</c> and <c>/comparisons</c>: which generations are compared.</summary>
/// <param name="A"><c>dimension:value</c>, for instance <c>modelVersion:v1</c>, or several of them joined by commas.</param>
/// <param name="B">The group whose difference from a is asked for.</param>
public sealed record ComparisonQuery(string A, string B)
{
    /// <summary>Inclusive, by createdAt; null: 14 days before <see cref="To"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, by createdAt; null: now.</summary>
    public DateTimeOffset? To { get; init; }

    public string? App { get; init; }

    internal QueryAddress Address(string path) =>
        new QueryAddress(path).With("a", A).With("b", B).With("from", From).With("to", To).With("app", App);
}

/// <summary>Arguments of <c>GET /v1/metrics/exposure</c>.</summary>
public sealed record ExposureQuery(string Metric, DateTimeOffset From, DateTimeOffset To)
{
    public string? App { get; init; }

    public string? ModelVersion { get; init; }
}

/// <summary>Filters of <c>GET /v1/sessions</c>; null leaves one out.</summary>
public sealed record SessionQuery
{
    public string? App { get; init; }

    /// <summary>Inclusive, by the session's start; null: 24 hours before <see cref="To"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive, by the session's start; null: now.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>1-500, default 50.</summary>
    public int? Limit { get; init; }

    public string? Cursor { get; init; }
}
