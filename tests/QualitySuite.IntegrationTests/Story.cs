using QualitySuite.Client;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.IntegrationTests;

/// <summary>What the users of one app do, told in minutes before now.</summary>
internal sealed class Story(SharedSuite shared, string app, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Range = TimeSpan.FromDays(2);

    private readonly DateTimeOffset _now = WholeSecond(TimeProvider.System.GetUtcNow());

    private QualityClient Client => shared.Running.Client;

    public DateTimeOffset Before(double minutes) => _now - TimeSpan.FromMinutes(minutes);

    /// <summary>Records a generation, three hours old unless something else is said.</summary>
    public async Task<Guid> GenerationAsync(double minutes = 180, Guid? parent = null, ParentRelation relation = ParentRelation.Regeneration) =>
        (await Client.SubmitGenerationAsync(
            new GenerationSubmission
            {
                App = app,
                Prompt = "p",
                Model = new ModelInfo("m", "1"),
                CreatedAt = Before(minutes),
                Parent = parent is { } id ? new ParentLink(id.ToString(), relation) : null,
            },
            default, "", cancellationToken)).Id;

    public Task<Recorded> DoAsync(
        Guid id, BehaviourType type, double minutes, string? session = "s", string user = "u", double? value = null, Guid? result = null, Exposure? exposure = null) =>
        Client.SubmitEventAsync(
            new BehaviourSubmission
            {
                GenerationId = id.ToString(),
                UserKey = user,
                SessionKey = session,
                Type = type,
                Value = value,
                At = Before(minutes),
                ResultId = result?.ToString(),
                Exposure = exposure,
            },
            cancellationToken);

    public Task<Generation> ReadAsync(Guid id) => Client.GetGenerationAsync(id, cancellationToken);

    /// <summary>Over how many a metric counts, and what their values add up to.</summary>
    public async Task<(long N, double Sum)> CountAsync(string metric)
    {
        var query = new TimeSeriesQuery(metric, "1d", _now - Range, _now + TimeSpan.FromDays(1)) { App = app };
        var points = (await Client.GetTimeSeriesAsync(query, cancellationToken)).Series.SelectMany(series => series.Points).ToList();
        return (points.Sum(point => point.N), Math.Round(points.Sum(point => point.N * point.Mean), 6));
    }

    public async Task<IReadOnlyList<ExposureRate>> ByPlaceAsync(string metric) =>
        (await Client.GetExposureRatesAsync(new ExposureQuery(metric, _now - Range, _now) { App = app }, cancellationToken)).Places;

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
