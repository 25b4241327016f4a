using Dapper;
using Npgsql;
using QualitySuite.Contracts.Metrics;

namespace QualitySuite.FeedbackApi.Metrics;

/// <summary>Reads the metrics of sets of images, which Monitor computes for the UTC days of every app and model version.</summary>
internal sealed class SetMetricStore(NpgsqlDataSource database)
{
    private const string InstalledText = "select identity from scoring.encoder_facts order by id";

    // The trend goes by the encoder that has seen most of the newest day's images: while a second one runs on a share of the traffic that is the
    // first, and once it has taken over, the second. Of equals, the older.
    private const string EncodersText = """
        select encoder
        from (
            select distinct on (s.encoder) s.encoder, e.id, s.starts_at, s.window_images, s.starts_at >= @From and s.starts_at < @To as in_range
            from monitoring.set_metric_facts s
            join scoring.encoder_facts e on e.identity = s.encoder
            where s.metric = @Metric and s.app = @App and s.model_version = ''
            order by s.encoder, in_range desc, s.starts_at desc
        ) newest
        order by in_range desc, starts_at desc, window_images desc, id
        """;

    private const string PointsText = """
        select starts_at as T, app as App, model_version as ModelVersion, window_images as WindowImages, value as Value,
               no_change_low as Low, no_change_high as High, images as Images, reference_images as ReferenceImages,
               needed_images as NeededImages, missing as Missing
        from monitoring.set_metric_facts
        where metric = @Metric and encoder = @Encoder and starts_at >= @From and starts_at < @To
          and (case when @EachApp then app <> '' and (@App = '' or app = @App) else app = @App end)
          and (case when @EachVersion then model_version <> '' and (@Version = '' or model_version = @Version) else model_version = @Version end)
        order by app, model_version, starts_at
        """;

    /// <summary>Dimensions that windows are divided by.</summary>
    public static IReadOnlyList<string> Dimensions { get; } = ["app", "modelVersion"];

    /// <summary>Identities of the registered encoders, the oldest first.</summary>
    public async Task<IReadOnlyList<string>> InstalledAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition(InstalledText, cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Identities of the encoders that this app's images have been through; the trend goes by the first unless another is asked for.</summary>
    public async Task<IReadOnlyList<string>> EncodersAsync(TimeSeriesRequest request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new { Metric = request.Metric.Id, App = request.App ?? "", request.From, request.To };
        return (await connection.QueryAsync<string>(new CommandDefinition(EncodersText, parameters, cancellationToken: cancellationToken))).AsList();
    }

    public async Task<IReadOnlyList<TimeSeriesGroup>> ReadAsync(TimeSeriesRequest request, string encoder, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            Metric = request.Metric.Id,
            Encoder = encoder,
            request.From,
            request.To,
            App = request.App ?? "",
            Version = request.ModelVersion ?? "",
            EachApp = request.GroupBy.Any(d => d.Name == "app"),
            EachVersion = request.GroupBy.Any(d => d.Name == "modelVersion"),
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(PointsText, parameters, cancellationToken: cancellationToken));
        return [.. rows.GroupBy(row => (row.App, row.ModelVersion)).Select(group => new TimeSeriesGroup(
            request.GroupBy.ToDictionary(d => d.Name, d => d.Name == "app" ? group.Key.App : group.Key.ModelVersion, StringComparer.Ordinal),
            [.. group.Where(row => row.Value is not null).Select(row => row.ToPoint())])
            {
                Absent = [.. group.Where(row => row.Value is null).Select(row => row.ToAbsent())],
            })];
    }

    private sealed class Row
    {
        public DateTimeOffset T { get; init; }

        public string App { get; init; } = "";

        public string ModelVersion { get; init; } = "";

        public long WindowImages { get; init; }

        public double? Value { get; init; }

        public double? Low { get; init; }

        public double? High { get; init; }

        public int Images { get; init; }

        public int ReferenceImages { get; init; }

        public int? NeededImages { get; init; }

        public string? Missing { get; init; }

        public TimeSeriesPoint ToPoint() => new(
            T, Images, Value!.Value, Stddev: 0, P10: null, P50: null, P90: null, Ci95: null, Reliable: true, NeededN: null)
        {
            Low = Low,
            High = High,
            ReferenceN = ReferenceImages,
            Images = WindowImages,
        };

        public AbsentPoint ToAbsent() => new(T, Images, ReferenceImages, NeededImages, Missing!);
    }
}
